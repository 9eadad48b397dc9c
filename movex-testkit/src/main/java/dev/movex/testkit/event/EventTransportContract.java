package dev.movex.testkit.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.movex.core.Side;
import dev.movex.core.event.EventConsumer;
import dev.movex.core.event.EventNotTakenException;
import dev.movex.core.event.EventTransport;
import dev.movex.core.event.InconsistencyType;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.row.RowKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link EventTransport} keeps to. A new carrier is a subclass that opens one, empty and for itself. */
@Timeout(180)
public abstract class EventTransportContract {
    private static final Duration MOMENT = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<EventConsumer> consumers = new ArrayList<>();
    private EventTransport transport;

    /** Opens a transport that carries nothing yet. */
    protected abstract EventTransport open() throws Exception;

    @BeforeEach
    final void openTransport() throws Exception {
        transport = open();
    }

    @AfterEach
    final void closeAll() {
        consumers.forEach(EventConsumer::close);
        transport.close();
    }

    /** Returns an event of row {@code n}, in which nothing is left to defaults. */
    protected static InconsistentEvent event(int n) {
        return event(n, "run");
    }

    private static InconsistentEvent event(int n, String run) {
        return new InconsistentEvent(
                Side.DST,
                InconsistencyType.NEQ,
                "public.item",
                RowKey.of(String.valueOf(n), "\u00e9 \"" + n),
                7,
                run,
                Instant.parse("2026-01-01T00:00:00.123Z"),
                List.of("note", "price"));
    }

    private static List<InconsistentEvent> events(int from, int to) {
        return IntStream.range(from, to).mapToObj(EventTransportContract::event).toList();
    }

    private EventConsumer consumer() {
        EventConsumer consumer = transport.subscribe();
        consumers.add(consumer);
        return consumer;
    }

    /** Polls until as many events have come, and no longer. */
    private static List<InconsistentEvent> take(EventConsumer consumer, int count) throws InterruptedException {
        List<InconsistentEvent> taken = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (taken.size() < count) {
            assertTrue(System.nanoTime() < deadline, "only " + taken.size() + " of " + count + " events came");
            taken.addAll(consumer.poll(count - taken.size(), MOMENT));
        }
        return taken;
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "waited too long");
            Thread.onSpinWait();
        }
    }

    @Test
    void eventsArriveWholeAndThoseOfARowInOrder() throws Exception {
        EventConsumer consumer = consumer();
        transport.publish(event(1, "first"));
        transport.publish(event(1, "second"));
        transport.publish(event(1, "third"));
        assertEquals(List.of(event(1, "first"), event(1, "second"), event(1, "third")), take(consumer, 3));
    }

    @Test
    void noMoreThanAskedForIsHandedOut() throws Exception {
        EventConsumer consumer = consumer();
        transport.publishAll(events(0, 5));
        Set<InconsistentEvent> seen = new HashSet<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (seen.size() < 5 && System.nanoTime() < deadline) {
            List<InconsistentEvent> some = consumer.poll(2, MOMENT);
            assertTrue(some.size() <= 2, "handed out " + some.size());
            seen.addAll(some);
            consumer.settle();
        }
        assertEquals(Set.copyOf(events(0, 5)), seen);
    }

    @Test
    void whoAsksForNothingNewIsAnsweredInTime() throws Exception {
        EventConsumer consumer = consumer();
        transport.publish(event(1));
        take(consumer, 1);
        long before = System.nanoTime();
        assertEquals(List.of(), consumer.poll(10, MOMENT));
        assertTrue(System.nanoTime() - before < Duration.ofSeconds(10).toNanos());
    }

    @Test
    void whatWasNotSettledIsHandedOutAgain() throws Exception {
        EventConsumer first = consumer();
        transport.publishAll(events(0, 3));
        take(first, 3);
        first.close();
        assertEquals(Set.copyOf(events(0, 3)), Set.copyOf(take(consumer(), 3)));
    }

    @Test
    void whatWasSettledIsNot() throws Exception {
        EventConsumer first = consumer();
        transport.publishAll(events(0, 3));
        take(first, 3);
        first.settle();
        first.close();
        transport.publish(event(9));
        assertEquals(List.of(event(9)), take(consumer(), 1));
    }

    @Test
    void whoKeepsTakesNothingAndLosesNothing() throws Exception {
        EventConsumer consumer = consumer();
        transport.publish(event(1));
        take(consumer, 1);
        transport.publishAll(events(2, 5));
        for (int n = 0; n < 20; n++) {
            consumer.keep();
        }
        consumer.settle();
        assertEquals(Set.copyOf(events(2, 5)), Set.copyOf(take(consumer, 3)));
    }

    @Test
    void aRowIsWithOneConsumerAtATime() throws Exception {
        EventConsumer first = consumer();
        transport.publishAll(List.of(event(1, "a"), event(1, "b")));
        assertEquals(List.of(event(1, "a")), take(first, 1));
        EventConsumer second = consumer();
        assertFalse(second.poll(10, Duration.ofSeconds(2)).contains(event(1, "b")));
    }

    @Test
    void severalConsumersShareTheEvents() throws Exception {
        int count = 300;
        Set<InconsistentEvent> seen = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<EventConsumer> three = List.of(consumer(), consumer(), consumer());
            transport.publishAll(events(0, count));
            List<CompletableFuture<Void>> readers = three.stream()
                    .map(consumer -> CompletableFuture.runAsync(() -> read(consumer, seen, count), threads))
                    .toList();
            for (CompletableFuture<Void> reader : readers) {
                reader.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(Set.copyOf(events(0, count)), seen);
    }

    private static void read(EventConsumer consumer, Set<InconsistentEvent> seen, int count) {
        try {
            while (seen.size() < count) {
                seen.addAll(consumer.poll(10, MOMENT));
                consumer.settle();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void theLagCountsWhatIsNotSettled() throws Exception {
        EventConsumer consumer = consumer();
        transport.publishAll(events(0, 7));
        await(() -> transport.lag().equals(OptionalLong.of(7)));
        take(consumer, 4);
        assertEquals(OptionalLong.of(7), transport.lag());
        consumer.settle();
        await(() -> transport.lag().equals(OptionalLong.of(3)));
    }

    @Test
    void aClosedTransportTakesNothing() {
        transport.close();
        assertThrows(EventNotTakenException.class, () -> transport.publish(event(1)));
    }
}
