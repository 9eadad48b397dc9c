package dev.movex.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Pauser;
import dev.movex.core.event.DeadLetterBox.Letter;
import dev.movex.core.event.DeadLetterRecords;
import dev.movex.core.event.EventConsumer;
import dev.movex.core.event.EventNotTakenException;
import dev.movex.core.event.EventOutbox;
import dev.movex.core.event.InProcessQueue;
import dev.movex.core.event.InconsistencyType;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.row.DirtyKey;
import dev.movex.testkit.database.DatabasePair;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events and dead letters among the control data of a real database. */
abstract class EventOutboxContract {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private Lab lab;

    @BeforeEach
    void create(DatabasePair pair) {
        lab = Lab.of(pair, "CREATE TABLE item (id bigint PRIMARY KEY, note text)");
    }

    private static InconsistentEvent event(int n, String run) {
        return new InconsistentEvent(
                Side.SRC,
                InconsistencyType.NEQ,
                "public.item",
                Lab.key("item", n + " " + "long".repeat(100)).key(),
                1,
                run,
                Instant.parse("2026-01-01T00:00:00Z"),
                List.of());
    }

    private static List<InconsistentEvent> events(int count) {
        return IntStream.range(0, count).mapToObj(n -> event(n, "run")).toList();
    }

    private EventOutbox outbox(InProcessQueue queue) {
        EventOutbox outbox = new EventOutbox(Lab.MIGRATION, lab.databases(), Side.DST, queue, Pauser.real());
        outbox.start();
        return outbox;
    }

    private static InProcessQueue closedQueue() {
        InProcessQueue queue = new InProcessQueue(10, SECOND);
        queue.close();
        return queue;
    }

    @Test
    void whatWasNotTakenIsPublishedByTheNextProcess() throws Exception {
        int count = 1_200;
        try (EventOutbox outbox = outbox(closedQueue())) {
            outbox.publishAll(events(count));
            await().until(outbox::failing);
            assertThat(outbox.pending()).isEqualTo(count);
        }
        InProcessQueue queue = new InProcessQueue(5_000, SECOND);
        try (EventOutbox outbox = outbox(queue);
                EventConsumer consumer = queue.subscribe()) {
            await().until(() -> outbox.pending() == 0);
            Set<InconsistentEvent> seen = new HashSet<>(consumer.poll(5_000, SECOND));
            assertThat(seen).isEqualTo(Set.copyOf(events(count)));
            assertThat(outbox.failing()).isFalse();
        }
    }

    @Test
    void ofARowTheLatestEventIsKept() throws Exception {
        try (EventOutbox outbox = outbox(closedQueue())) {
            outbox.publish(event(1, "first"));
            outbox.publish(event(1, "second"));
            assertThat(outbox.pending()).isEqualTo(1);
        }
        InProcessQueue queue = new InProcessQueue(10, SECOND);
        try (EventOutbox outbox = outbox(queue);
                EventConsumer consumer = queue.subscribe()) {
            await().until(() -> outbox.pending() == 0);
            assertThat(consumer.poll(10, SECOND)).containsExactly(event(1, "second"));
        }
    }

    @Test
    void withoutControlDataTheCallerKeepsItsEvents() throws Exception {
        lab.exec(Side.DST, "DROP TABLE movex.record");
        try (EventOutbox outbox = outbox(new InProcessQueue(10, SECOND))) {
            assertThatThrownBy(() -> outbox.publish(event(1, "run"))).isInstanceOf(EventNotTakenException.class);
        }
    }

    @Test
    void aDeadLetterIsSeenByAllProcessesUntilItsRowIsSettled() throws Exception {
        DeadLetterRecords one = letters(lab.databases());
        DeadLetterRecords two = letters(lab.databases());
        one.bury(event(1, "first"), "LOCKED: the row stayed locked.");
        two.bury(event(1, "second"), "LOCKED: the row stayed locked.");
        two.bury(event(2, "second"), "LOCKED: the row stayed locked.");
        assertThat(one.size()).isEqualTo(2);
        List<Letter> letters = new ArrayList<>(one.letters());
        assertThat(letters.get(0).event()).isEqualTo(event(1, "second"));
        assertThat(letters.get(0).times()).isEqualTo(2);
        DirtyKey first = event(1, "").dirtyKey();
        two.settled(List.of(first, event(3, "").dirtyKey()));
        assertThat(one.letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.event()).isEqualTo(event(2, "second")));
        one.clear();
        assertThat(two.size()).isZero();
    }

    private static DeadLetterRecords letters(Databases databases) throws SQLException {
        return new DeadLetterRecords(Lab.MIGRATION, databases, Side.DST, Clock.systemUTC());
    }
}
