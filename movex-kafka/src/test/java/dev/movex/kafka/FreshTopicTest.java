package dev.movex.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import dev.movex.core.event.EventConsumer;
import dev.movex.core.event.InconsistencyType;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.row.RowKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** The first events go to a topic that was created a moment ago, with more partitions than a broker opens in that moment. */
@Timeout(300)
class FreshTopicTest {
    private static final int PARTITIONS = 40;
    private static final int ROWS = 2_000;
    private static final int EVENTS = 10 * ROWS;

    @RepeatedTest(2)
    void aTopicThatIsNotLedYetTakesEveryEventInOrder() throws Exception {
        KafkaSettings settings = TestBroker.settings(TestBroker.shared()).withNewTopics(PARTITIONS, 1);
        List<InconsistentEvent> events =
                IntStream.range(0, EVENTS).mapToObj(FreshTopicTest::event).toList();
        try (KafkaTransport transport = KafkaTransport.open(settings.topic(), "", settings);
                EventConsumer consumer = transport.subscribe()) {
            transport.publishAll(events);
            assertThat(byRow(read(consumer))).isEqualTo(byRow(events));
        }
    }

    /** The epoch tells which of a row's events was published first. */
    private static InconsistentEvent event(int n) {
        return new InconsistentEvent(
                Side.SRC,
                InconsistencyType.NEQ,
                "public.item",
                RowKey.of(String.valueOf(n % ROWS)),
                n,
                "run",
                Instant.parse("2026-01-01T00:00:00Z"),
                List.of("note"));
    }

    private static List<InconsistentEvent> read(EventConsumer consumer) throws InterruptedException {
        List<InconsistentEvent> read = new ArrayList<>();
        while (read.size() < EVENTS) {
            read.addAll(consumer.poll(EVENTS, Duration.ofMillis(200)));
        }
        return read;
    }

    private static Map<RowKey, List<Long>> byRow(List<InconsistentEvent> events) {
        Map<RowKey, List<Long>> rows = new HashMap<>();
        events.forEach(event ->
                rows.computeIfAbsent(event.key(), key -> new ArrayList<>()).add(event.epoch()));
        return rows;
    }
}
