package dev.movex.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.core.Side;
import dev.movex.core.event.EventConsumer;
import dev.movex.core.event.InconsistencyType;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.row.RowKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Partitions that go from one consumer to another while events are under way. */
@Timeout(180)
class KafkaRebalanceTest {
    private static final int EVENTS = 300;
    private static final Duration MOMENT = Duration.ofMillis(200);

    private static InconsistentEvent event(int n) {
        return new InconsistentEvent(
                Side.SRC,
                InconsistencyType.NEQ,
                "public.item",
                RowKey.of(String.valueOf(n)),
                1,
                "run",
                Instant.EPOCH,
                List.of());
    }

    @Test
    void whatAnotherConsumerHasNowIsNeitherHandedOutNorSettled() throws Exception {
        KafkaSettings settings = TestBroker.settings(TestBroker.shared());
        try (KafkaTransport transport = KafkaTransport.open("rebalance", "", settings);
                EventConsumer first = transport.subscribe();
                EventConsumer second = transport.subscribe()) {
            transport.publishAll(IntStream.range(0, EVENTS)
                    .mapToObj(KafkaRebalanceTest::event)
                    .toList());
            List<InconsistentEvent> ofFirst = new ArrayList<>();
            await().until(() -> {
                ofFirst.addAll(first.poll(1, MOMENT));
                return !ofFirst.isEmpty();
            });
            // the second one takes some of the partitions, whose events the first one has read and not handed out
            Set<InconsistentEvent> ofSecond = new HashSet<>();
            await().until(() -> {
                first.keep();
                ofSecond.addAll(second.poll(EVENTS, MOMENT));
                return !ofSecond.isEmpty();
            });
            for (int n = 0; n < 10; n++) {
                ofSecond.addAll(second.poll(EVENTS, MOMENT));
                first.keep();
            }
            Set<InconsistentEvent> later = new HashSet<>(first.poll(EVENTS, MOMENT));
            later.removeAll(ofFirst);
            assertThat(later).doesNotContainAnyElementsOf(ofSecond);
        }
    }
}
