package dev.movex.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InProcessQueueTest extends EventQueueContract {
    private final InProcessQueue queue = new InProcessQueue(5, Duration.ofMillis(50));

    @Override
    EventPublisher publisher() {
        return queue;
    }

    @Override
    EventConsumer consumer() {
        return queue;
    }

    @Test
    void whoFindsItFullKeepsTheEvent() throws Exception {
        for (int n = 0; n < 5; n++) {
            queue.publish(event(n));
        }
        assertThatThrownBy(() -> queue.publish(event(5))).isInstanceOf(EventNotTakenException.class);
        assertThat(queue.size()).isEqualTo(5);
        assertThat(queue.poll(10, Duration.ZERO)).hasSize(5);
        queue.publish(event(5));
        assertThat(queue.poll(10, Duration.ZERO)).containsExactly(event(5));
    }

    @Test
    void aPublisherWaitsForRoom() throws Exception {
        InProcessQueue small = new InProcessQueue(1, Duration.ofSeconds(30));
        small.publish(event(1));
        CompletableFuture<Void> second = CompletableFuture.runAsync(() -> {
            try {
                small.publish(event(2));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(small.poll(1, Duration.ofSeconds(10))).containsExactly(event(1));
        second.get(10, TimeUnit.SECONDS);
        assertThat(small.poll(1, Duration.ofSeconds(10))).containsExactly(event(2));
    }

    @Test
    void aClosedQueueTakesNothingAndHandsOutWhatItHas() throws Exception {
        queue.publish(event(1));
        queue.close();
        assertThatThrownBy(() -> queue.publish(event(2))).isInstanceOf(EventNotTakenException.class);
        assertThat(queue.poll(10, Duration.ZERO)).containsExactly(event(1));
    }
}
