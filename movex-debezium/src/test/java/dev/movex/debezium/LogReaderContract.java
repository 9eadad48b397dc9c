package dev.movex.debezium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.core.Side;
import dev.movex.core.event.InconsistencyType;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.follow.ChangeLog;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.RowKey;
import dev.movex.testkit.database.ServerKind;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What comes out of the log of a real database. */
@Timeout(400)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LogReaderContract {
    static {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(120));
    }

    private LogLab lab;

    abstract ServerKind kind();

    @BeforeAll
    void create() throws Exception {
        Assumptions.assumeTrue(
                kind().unavailable().isEmpty(), kind().unavailable().orElse(""));
        lab = new LogLab(kind());
    }

    @BeforeEach
    void forget() throws Exception {
        lab.forget();
    }

    @AfterAll
    void close() {
        if (lab != null) {
            lab.close();
        }
    }

    private DirtyKey item(int id) {
        return new DirtyKey(lab.table("item"), RowKey.of(String.valueOf(id)));
    }

    private DirtyKey part(String code, int n) {
        return new DirtyKey(lab.table("part"), RowKey.of(code, String.valueOf(n)));
    }

    /** Waits until the reader has come up to its start, so that what is written from now on is read. */
    private ChangeLog started() throws InterruptedException {
        ChangeLog reader = lab.reader();
        await().until(() -> reader.lag().isPresent());
        return reader;
    }

    /** Takes and settles until all the wanted keys have come; returns what came. */
    private static Set<DirtyKey> take(ChangeLog reader, Set<DirtyKey> wanted) {
        Set<DirtyKey> taken = new HashSet<>();
        await().until(() -> {
            taken.addAll(reader.feed().take(100));
            reader.feed().settle();
            return taken.containsAll(wanted);
        });
        return taken;
    }

    @Test
    void theKeysOfRowsThatAnybodyWritesComeOut() throws Exception {
        lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'before')");
        assertThat(lab.logs().obstacles(Side.SRC)).isEmpty();
        try (ChangeLog reader = started()) {
            lab.rolledBack("INSERT INTO item VALUES (9, 'never')");
            lab.exec(
                    Side.SRC,
                    "INSERT INTO item VALUES (2, 'new')",
                    "INSERT INTO part VALUES ('a''b', 7, 'new')",
                    "UPDATE item SET note = 'changed' WHERE id = 1",
                    "UPDATE item SET id = 3 WHERE id = 2",
                    "DELETE FROM part");
            Set<DirtyKey> wanted = Set.of(item(1), item(2), item(3), part("a'b", 7));
            assertThat(take(reader, wanted)).isEqualTo(wanted);
        }
    }

    @Test
    void aTableThatIsEmptiedNamesTheRowsThatTheOtherSideHasStill() throws Exception {
        for (Side side : Side.values()) {
            lab.exec(side, "INSERT INTO item VALUES (1, 'x'), (2, 'x')");
        }
        try (ChangeLog reader = started()) {
            lab.exec(Side.SRC, "TRUNCATE TABLE item");
            take(reader, Set.of(item(1), item(2)));
            assertThat(reader.upToNow(Duration.ofSeconds(60))).isTrue();
        }
    }

    @Test
    void theNextReaderGoesOnWhereTheLastOneHadSettled() throws Exception {
        try (ChangeLog reader = started()) {
            lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'settled')");
            take(reader, Set.of(item(1)));
            assertThat(reader.upToNow(Duration.ofSeconds(60))).isTrue();
            lab.exec(Side.SRC, "INSERT INTO item VALUES (2, 'taken')");
            await().until(() -> reader.feed().take(10).contains(item(2)));
        }
        lab.exec(Side.SRC, "INSERT INTO item VALUES (3, 'while nobody reads')");
        try (ChangeLog reader = lab.reader()) {
            assertThat(take(reader, Set.of(item(2), item(3)))).doesNotContain(item(1));
        }
    }

    @Test
    void itIsReadUpToNowWhenAllRowsWereLookedAt() throws Exception {
        try (ChangeLog reader = started()) {
            lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'x')");
            await().until(() -> !reader.feed().take(10).isEmpty());
            long before = System.nanoTime();
            lab.exec(Side.SRC, "INSERT INTO item VALUES (2, 'x')");
            assertThat(reader.upToNow(Duration.ofSeconds(3))).isFalse();
            reader.feed().settle();
            // what has piled up meanwhile comes at once: the row and the mark behind it
            await().until(() -> !reader.feed().take(10).isEmpty());
            Duration since = Duration.ofNanos(System.nanoTime() - before);
            assertThat(reader.lag().orElseThrow()).isGreaterThan(since);
            reader.feed().settle();
            assertThat(reader.upToNow(Duration.ofSeconds(60))).isTrue();
        }
    }

    @Test
    void whatWasWrittenPastTheDoubleWriteIsFoundByTheIncrementalValidation() throws Exception {
        List<InconsistentEvent> events = new CopyOnWriteArrayList<>();
        for (Side side : Side.values()) {
            lab.exec(side, "INSERT INTO item VALUES (1, 'equal'), (2, 'equal')");
        }
        try (ChangeLog reader = started()) {
            LogLab.Incremental incremental = lab.incremental(reader, events);
            lab.exec(
                    Side.SRC,
                    "UPDATE item SET note = 'by a script' WHERE id = 1",
                    "DELETE FROM item WHERE id = 2",
                    "INSERT INTO item VALUES (3, 'by a script')");
            await().until(() -> {
                incremental.window();
                return events.size() == 3;
            });
            assertThat(events)
                    .extracting(InconsistentEvent::dirtyKey, InconsistentEvent::type)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple(item(1), InconsistencyType.NEQ),
                            org.assertj.core.groups.Tuple.tuple(item(2), InconsistencyType.BASE_MISSING),
                            org.assertj.core.groups.Tuple.tuple(item(3), InconsistencyType.TARGET_MISSING));
        }
    }

    @Test
    void aServerThatCrashesIsReadOnWhenItIsBack() throws Exception {
        try (ChangeLog reader = started()) {
            lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'x')");
            take(reader, Set.of(item(1)));
            lab.restartServer();
            lab.exec(Side.SRC, "INSERT INTO item VALUES (2, 'x')");
            take(reader, Set.of(item(2)));
            await().until(() -> reader.fault().isEmpty());
        }
    }

    /** Makes the server throw away what nobody has read. */
    abstract void loseLog(LogLab written) throws Exception;

    @Test
    void aLogThatTheServerHasThrownAwayIsToldOf() throws Exception {
        try (ChangeLog reader = started()) {
            lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'x')");
            take(reader, Set.of(item(1)));
            assertThat(reader.upToNow(Duration.ofSeconds(60))).isTrue();
        }
        loseLog(lab);
        try (ChangeLog reader = lab.reader()) {
            await().untilAsserted(() ->
                    assertThat(reader.fault()).contains("LOG_LOST").contains("src_only"));
            assertThat(reader.lag()).isEmpty();
        }
    }
}
