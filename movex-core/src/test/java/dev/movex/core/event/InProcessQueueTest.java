package dev.movex.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.Side;
import dev.movex.core.row.RowKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is the in-process queue's own; what it shares with other carriers is in the contract of the test kit. */
class InProcessQueueTest {
    private final InProcessQueue queue = new InProcessQueue(5, Duration.ofMillis(50));
    private final EventConsumer consumer = queue.subscribe();

    private static InconsistentEvent event(int n) {
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
    void whoFindsItFullKeepsTheEvent() throws Exception {
        for (int n = 0; n < 5; n++) {
            queue.publish(event(n));
        }
        assertThatThrownBy(() -> queue.publish(event(5))).isInstanceOf(EventNotTakenException.class);
        assertThat(queue.lag()).hasValue(5);
        assertThat(consumer.poll(10, Duration.ZERO)).hasSize(5);
        queue.publish(event(5));
        assertThat(consumer.poll(10, Duration.ZERO)).containsExactly(event(5));
    }

    @Test
    void aPublisherWaitsForRoom() throws Exception {
        InProcessQueue small = new InProcessQueue(1, Duration.ofSeconds(30));
        EventConsumer reader = small.subscribe();
        small.publish(event(1));
        CompletableFuture<Void> second = CompletableFuture.runAsync(() -> {
            try {
                small.publish(event(2));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(reader.poll(1, Duration.ofSeconds(10))).containsExactly(event(1));
        second.get(10, TimeUnit.SECONDS);
        assertThat(reader.poll(1, Duration.ofSeconds(10))).containsExactly(event(2));
    }

    @Test
    void aClosedQueueHandsOutWhatItHas() throws Exception {
        queue.publish(event(1));
        queue.close();
        assertThat(consumer.poll(10, Duration.ZERO)).containsExactly(event(1));
    }
}
