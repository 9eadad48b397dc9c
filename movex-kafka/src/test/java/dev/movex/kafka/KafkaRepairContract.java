package dev.movex.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.core.Side;
import dev.movex.core.event.EventOutbox;
import dev.movex.core.event.RepairWorker;
import dev.movex.core.repair.DeadReason;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.kafka.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From a confirmed inconsistency over a real broker to the repaired row. */
@Timeout(300)
abstract class KafkaRepairContract {
    /** {@code -Dmovex.events=100000} for the long form. */
    private static final int EVENTS = Integer.getInteger("movex.events", 3_000);

    private final KafkaBroker broker = TestBroker.shared();
    private final KafkaSettings settings = TestBroker.settings(broker);
    private final List<AutoCloseable> open = new ArrayList<>();
    private RepairLab lab;
    private KafkaTransport transport;

    @BeforeEach
    void create(DatabasePair pair) throws Exception {
        lab = RepairLab.of(pair);
        transport = opened(KafkaTransport.open(lab.migration(), lab.table(), settings));
    }

    @AfterEach
    void close() throws Exception {
        for (int n = open.size() - 1; n >= 0; n--) {
            open.get(n).close();
        }
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.add(resource);
        return resource;
    }

    private void awaitRepaired(int rows) {
        await().until(() -> lab.rows(Side.DST) == rows);
    }

    private void awaitSettled() {
        await().until(() -> transport.lag().equals(OptionalLong.of(0)));
    }

    @Test
    void everyRowIsRepairedByOneOfSeveralConsumersAtATime() throws Exception {
        lab.breakRows(0, EVENTS);
        Overlaps repair = new Overlaps(lab.repairer());
        List<RepairWorker> workers = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            workers.add(opened(lab.worker(transport, repair)));
        }
        EventOutbox outbox = opened(lab.outbox(transport));
        lab.publish(outbox, 0, EVENTS);
        // once more, as a producer does that was not sure
        lab.publish(outbox, 0, 100);
        awaitRepaired(EVENTS);
        await().until(() -> outbox.pending() == 0);
        awaitSettled();
        assertThat(repair.overlapping()).isEmpty();
        assertThat(workers.stream().mapToLong(w -> w.stats().repaired()).sum()).isEqualTo(EVENTS);
    }

    @Test
    void aMessageThatIsNoEventGoesToTheDeadLettersAndTheOthersAreRepaired() throws Exception {
        lab.breakRows(0, 3);
        opened(lab.worker(transport));
        TestMessages.send(broker, settings.topic(), "x", "no event {");
        TestMessages.send(broker, settings.topic(), "y", "{\"id\":\"secret\",\"direction\":\"SRC\",\"type\":\"neq\"}");
        lab.publish(opened(lab.outbox(transport)), 0, 3);
        awaitRepaired(3);
        awaitSettled();
        assertThat(TestMessages.read(broker, settings.deadLetterTopic(), 2)).allSatisfy(letter -> {
            assertThat(TestMessages.header(letter, KafkaDeadLetters.REASON)).isEqualTo(KafkaDeadLetters.UNREADABLE);
            assertThat(TestMessages.header(letter, KafkaDeadLetters.TEXT)).doesNotContain("secret");
            assertThat(TestMessages.header(letter, KafkaDeadLetters.ORIGIN)).startsWith(settings.topic() + "-");
        });
    }

    @Test
    void whatCannotBeRepairedGoesToTheDeadLettersWithItsReason() throws Exception {
        lab.breakRows(0, 3);
        lab.exec(Side.DST, "ALTER TABLE item ADD CONSTRAINT strict CHECK (note <> 'secret 1')");
        opened(lab.worker(transport));
        lab.publish(opened(lab.outbox(transport)), 0, 3);
        awaitRepaired(2);
        awaitSettled();
        assertThat(TestMessages.read(broker, settings.deadLetterTopic(), 1))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(TestMessages.header(letter, KafkaDeadLetters.REASON))
                            .isEqualTo(DeadReason.CONSTRAINT.name());
                    assertThat(TestMessages.header(letter, KafkaTransport.MIGRATION))
                            .isEqualTo(lab.migration());
                    assertThat(new String(letter.value(), StandardCharsets.UTF_8))
                            .isEqualTo(lab.event(1).toJson());
                    assertThat(letter.headers().toString()).doesNotContain("secret");
                });
    }

    @Test
    void aKilledConsumerLeavesItsEventsToTheOthers() throws Exception {
        lab.breakRows(0, EVENTS);
        Process victim = WorkerProcess.start(lab, settings);
        try {
            EventOutbox outbox = opened(lab.outbox(transport));
            lab.publish(outbox, 0, EVENTS / 2);
            await().until(() -> lab.rows(Side.DST) > 0);
            victim.destroyForcibly().waitFor();
            lab.publish(outbox, EVENTS / 2, EVENTS);
            opened(lab.worker(transport));
            awaitRepaired(EVENTS);
            awaitSettled();
        } finally {
            victim.destroyForcibly();
        }
    }

    @Test
    void nothingIsLostWhileConsumersComeAndGo() throws Exception {
        lab.breakRows(0, EVENTS);
        Overlaps repair = new Overlaps(lab.repairer());
        opened(lab.worker(transport, repair));
        EventOutbox outbox = opened(lab.outbox(transport));
        for (int part = 0; part < 5; part++) {
            lab.publish(outbox, part * EVENTS / 5, (part + 1) * EVENTS / 5);
            try (RepairWorker passing = lab.worker(transport, repair)) {
                await().until(() -> passing.stats().taken() > 0 || outbox.pending() == 0);
            }
        }
        awaitRepaired(EVENTS);
        awaitSettled();
        assertThat(repair.overlapping()).isEmpty();
    }

    @Test
    void aPausedConsumerKeepsItsPlaceAndTakesNothing() throws Exception {
        lab.breakRows(0, 20);
        RepairWorker worker = opened(lab.worker(transport));
        EventOutbox outbox = opened(lab.outbox(transport));
        lab.publish(outbox, 0, 10);
        awaitRepaired(10);
        worker.pause();
        awaitSettled();
        lab.publish(outbox, 10, 20);
        await().until(() -> transport.lag().equals(OptionalLong.of(10)));
        await().pollDelay(Duration.ofSeconds(4)).until(() -> lab.rows(Side.DST) == 10);
        worker.resume();
        awaitRepaired(20);
        awaitSettled();
    }

    @Test
    void aTopicThatIsDeletedIsCreatedAgain() throws Exception {
        lab.breakRows(0, 20);
        KafkaTransport hasty = opened(
                KafkaTransport.open(lab.migration(), lab.table(), settings.withPublishWait(Duration.ofSeconds(3))));
        EventOutbox outbox = opened(lab.outbox(hasty));
        opened(lab.worker(hasty));
        lab.publish(outbox, 0, 10);
        awaitRepaired(10);
        try (Admin admin = broker.admin()) {
            admin.deleteTopics(List.of(settings.topic())).all().get();
        }
        lab.publish(outbox, 10, 20);
        awaitRepaired(20);
        await().until(() -> outbox.pending() == 0);
    }

    @Test
    void eventsOfProducersThatKnowThreeFieldsAreRepaired() throws Exception {
        lab.breakRows(0, 1);
        opened(lab.worker(transport));
        TestMessages.send(
                broker, settings.topic(), null, "{\"id\":0,\"direction\":\"SRC\",\"type\":\"target_missing\"}");
        awaitRepaired(1);
    }

    @Test
    void anotherMigrationsEventsAreLeftToIt() throws Exception {
        lab.breakRows(0, 2);
        KafkaTransport other = opened(KafkaTransport.open("other", lab.table(), settings));
        other.publish(lab.event(0));
        RepairWorker worker = opened(lab.worker(transport));
        transport.publish(lab.event(1));
        awaitRepaired(1);
        awaitSettled();
        assertThat(worker.stats().taken()).isEqualTo(1);
        assertThat(other.lag()).hasValue(2);
    }
}
