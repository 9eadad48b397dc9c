package dev.movex.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import dev.movex.core.row.RowKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every pair of publisher and consumer keeps. A new carrier is a subclass of this. */
abstract class EventQueueContract {
    private static final Duration LONG = Duration.ofSeconds(10);

    abstract EventPublisher publisher();

    abstract EventConsumer consumer();

    static InconsistentEvent event(int n) {
        return new InconsistentEvent(
                Side.SRC,
                InconsistencyType.NEQ,
                "public.item",
                RowKey.of(String.valueOf(n)),
                1,
                "run",
                Instant.parse("2026-01-01T00:00:00Z"),
                List.of());
    }

    @Test
    void eventsArriveWhole() throws Exception {
        publisher().publish(event(1));
        assertThat(consumer().poll(10, LONG)).containsExactly(event(1));
        consumer().settle();
    }

    @Test
    void noMoreThanAskedForIsHandedOut() throws Exception {
        for (int n = 0; n < 5; n++) {
            publisher().publish(event(n));
        }
        List<InconsistentEvent> seen = new ArrayList<>();
        while (seen.size() < 5) {
            List<InconsistentEvent> some = consumer().poll(2, LONG);
            assertThat(some).hasSizeBetween(1, 2);
            seen.addAll(some);
            consumer().settle();
        }
        assertThat(seen).containsExactly(event(0), event(1), event(2), event(3), event(4));
    }

    @Test
    void anEmptyQueueAnswersInTime() throws Exception {
        assertThat(consumer().poll(10, Duration.ofMillis(20))).isEmpty();
    }
}
