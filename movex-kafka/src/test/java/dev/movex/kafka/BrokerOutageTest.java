package dev.movex.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.movex.core.Side;
import dev.movex.core.event.EventNotTakenException;
import dev.movex.core.event.EventOutbox;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import dev.movex.testkit.kafka.KafkaBroker;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broker that is killed in the middle, with processes that end meanwhile. */
@RealPostgres
@Timeout(300)
class BrokerOutageTest {
    private static final int ROWS = 3_000;

    private final KafkaBroker broker = KafkaBroker.start();
    private final KafkaSettings settings = TestBroker.settings(broker).withPublishWait(Duration.ofSeconds(4));
    private RepairLab lab;

    @BeforeEach
    void create(DatabasePair pair) throws Exception {
        lab = RepairLab.of(pair);
        lab.breakRows(0, ROWS);
    }

    @AfterEach
    void end() {
        broker.close();
    }

    private KafkaTransport transport() {
        return KafkaTransport.open(lab.migration(), "", settings);
    }

    @Test
    void aBrokerThatIsKilledAndComesBackLosesNothingAndHoldsNobodyUp() throws Exception {
        try (KafkaTransport transport = transport();
                EventOutbox outbox = lab.outbox(transport);
                var worker = lab.worker(transport)) {
            lab.publish(outbox, 0, ROWS / 3);
            await().until(() -> lab.rows(Side.DST) > 0);
            broker.kill();
            long before = System.nanoTime();
            lab.publish(outbox, ROWS / 3, ROWS);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(settings.publishWait());
            await().until(outbox::failing);
            assertThat(outbox.pending()).isGreaterThanOrEqualTo(ROWS - ROWS / 3);
            assertThat(worker.stats().dead()).isZero();
            broker.restart();
            await().until(() -> lab.rows(Side.DST) == ROWS);
            await().until(() -> outbox.pending() == 0);
        }
    }

    @Test
    void aBrokerThatHangsLosesNothingAndHoldsNobodyUp() throws Exception {
        try (KafkaTransport transport = transport();
                EventOutbox outbox = lab.outbox(transport);
                var worker = lab.worker(transport)) {
            lab.publish(outbox, 0, ROWS / 3);
            await().until(() -> lab.rows(Side.DST) > 0);
            broker.suspend();
            long before = System.nanoTime();
            lab.publish(outbox, ROWS / 3, ROWS);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(settings.publishWait());
            await().until(outbox::failing);
            broker.resume();
            await().until(() -> lab.rows(Side.DST) == ROWS);
            await().until(() -> outbox.pending() == 0);
            assertThat(worker.stats().dead()).isZero();
        }
    }

    @Test
    void withoutABrokerNotEachMessageWaitsForItself() throws Exception {
        Duration wait = Duration.ofSeconds(1);
        try (KafkaTransport transport = KafkaTransport.open(lab.migration(), "", settings.withPublishWait(wait))) {
            // the topics are known to be there from now on, but not yet where the second one is
            transport.send(messages(settings.topic(), 1));
            broker.kill();
            long before = System.nanoTime();
            assertThatThrownBy(() -> transport.send(messages(settings.deadLetterTopic(), 60)))
                    .isInstanceOf(EventNotTakenException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(wait.multipliedBy(30));
        }
    }

    private static List<ProducerRecord<byte[], byte[]>> messages(String topic, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new ProducerRecord<>(topic, new byte[0], new byte[0]))
                .toList();
    }

    @Test
    void whatAProcessCouldNotPublishIsPublishedByTheNextOne() throws Exception {
        broker.kill();
        try (KafkaTransport transport = transport();
                EventOutbox outbox = lab.outbox(transport)) {
            lab.publish(outbox, 0, ROWS);
        }
        // the next process comes before the broker does
        try (KafkaTransport transport = transport();
                EventOutbox outbox = lab.outbox(transport);
                var worker = lab.worker(transport)) {
            await().until(outbox::failing);
            broker.restart();
            await().until(() -> lab.rows(Side.DST) == ROWS);
            assertThat(worker.stats().repaired()).isEqualTo(ROWS);
        }
    }
}
