package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.MigrationState;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.control.Assignment;
import dev.movex.core.control.Authority;
import dev.movex.core.control.ControlRow;
import dev.movex.core.control.ControlStore;
import dev.movex.core.control.FencedException;
import dev.movex.core.control.SideFence;
import dev.movex.doublewrite.MovexDataSource;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A coordinator that dies between two steps of a change of the primary, on real control rows. */
class CoordinatorDeathTest {
    private final Lab lab = new Lab();

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    /** What it takes to kill: nothing after the last permitted write of a control row happens any more. */
    private static final class Dead extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static final class Mortal implements ControlStore {
        private final ControlStore store;
        private final AtomicInteger writesLeft;

        Mortal(ControlStore store, int writesLeft) {
            this.store = store;
            this.writesLeft = new AtomicInteger(writesLeft);
        }

        @Override
        public Optional<ControlRow> read(Side side) throws SQLException {
            return store.read(side);
        }

        @Override
        public boolean compareAndSet(ControlRow expected, ControlRow next, Duration atMost) throws SQLException {
            if (writesLeft.getAndDecrement() <= 0) {
                throw new Dead();
            }
            return store.compareAndSet(expected, next, atMost);
        }
    }

    /** Somebody else acts before its first write. */
    private record Overtaken(ControlStore store, AtomicBoolean done, Callable<?> meanwhile) implements ControlStore {
        @Override
        public Optional<ControlRow> read(Side side) throws SQLException {
            return store.read(side);
        }

        @Override
        public boolean compareAndSet(ControlRow expected, ControlRow next, Duration atMost) throws SQLException {
            if (done.compareAndSet(false, true)) {
                try {
                    meanwhile.call();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
            return store.compareAndSet(expected, next, atMost);
        }
    }

    private static final ChangeActions NO_DATA = new ChangeActions() {
        @Override
        public void raiseCounters(Side side) {}

        @Override
        public boolean drainJournal(Authority authority, Duration atMost) {
            return true;
        }

        @Override
        public Set<String> endSessions(Side side, Set<String> spared, Duration atMost) {
            return Set.of();
        }

        @Override
        public void voidProofs() {}

        @Override
        public void forgetJournal(SideFence fence) {}
    };

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void aSuccessorFinishesOrUndoesWhatADeadCoordinatorLeft(int writes) throws Exception {
        Lab.Process process = inSrcFirst();
        process.migration().close();

        Databases databases = lab.databases();
        JdbcControlStore store = new JdbcControlStore("lab", databases);
        Coordinator mortal = coordinator(new Mortal(store, writes), process.dataSource());
        boolean died = false;
        try {
            mortal.change(MigrationState.DST_FIRST, "test", "");
        } catch (Dead e) {
            died = true;
        }
        assertThat(died).as("the change takes 7 writes").isEqualTo(writes < 7);
        assertAtMostOneOpen(store);

        coordinator(store, process.dataSource()).recover();

        ControlRow src = store.read(Side.SRC).orElseThrow();
        ControlRow dst = store.read(Side.DST).orElseThrow();
        assertThat(src.open() ^ dst.open()).as("one side is open").isTrue();
        assertThat(src.epoch()).isEqualTo(dst.epoch());
        assertThat(src.intent()).isNull();
        assertThat(dst.intent()).isNull();
        Pattern expected = writes < 5 ? Pattern.SRC_FIRST : Pattern.DST_FIRST;
        assertThat(src.pattern()).isEqualTo(expected);

        ControlRow open = src.open() ? src : dst;
        process.dataSource().member().adopt(new Assignment(open.pattern(), open.epoch(), Set.of()));
        process.execute("INSERT INTO parent (name, utime) VALUES ('works', 1)");
        assertThat(lab.number(open.side(), "SELECT count(*) FROM parent WHERE name = 'works'"))
                .isEqualTo(1);
    }

    @Test
    void whoWasTakenForDeadUndoesNothingOfWhatAnotherOneHasDoneSince() throws Exception {
        Lab.Process process = inSrcFirst();
        process.migration().close();

        JdbcControlStore store = new JdbcControlStore("lab", lab.databases());
        Coordinator other = coordinator(store, process.dataSource());
        Coordinator sleeper = coordinator(
                new Overtaken(
                        store, new AtomicBoolean(), () -> other.change(MigrationState.SRC_ONLY, "another one", "")),
                process.dataSource());
        assertThatThrownBy(() -> sleeper.change(MigrationState.DST_FIRST, "test", ""))
                .isInstanceOf(ChangeBlockedException.class);

        ControlRow src = store.read(Side.SRC).orElseThrow();
        assertThat(src.state()).isEqualTo(MigrationState.SRC_ONLY);
        assertThat(src.pattern()).isEqualTo(Pattern.SRC_ONLY);
        assertThat(src.open()).isTrue();
        assertThat(process.dataSource().member().assignment().pattern()).isEqualTo(Pattern.SRC_ONLY);
    }

    @Test
    void theJournalOfALaterEpochIsNotForgotten() throws Exception {
        Lab.Process process = inSrcFirst();
        long epoch = process.migration().epoch();
        lab.execute(
                Side.SRC,
                "INSERT INTO movex.journal (migration, member, epoch, keys) VALUES ('lab', 'test', " + epoch
                        + ", '{}')");
        Databases databases = lab.databases();
        MigrationConfig config = new MigrationConfig(lab.plan(databases), lab.options(), databases, Lab.QUICK);
        Workers workers =
                MigrationParts.of(config, process.dataSource().members()).workers();
        assertThatThrownBy(() -> workers.forgetJournal(new SideFence(Side.SRC, epoch - 1, true)))
                .isInstanceOf(FencedException.class);
        workers.close();
    }

    @Test
    void aMemberThatSleptThroughAChangeWritesNothing() throws Exception {
        Lab.Process process = inSrcFirst();
        Assignment old = process.dataSource().member().assignment();
        Lab.Process sleeper = lab.start();
        process.migration().move(MigrationState.DST_FIRST, "test", "drill", true);

        assertThat(sleeper.dataSource().member().assignment()).isEqualTo(old);
        assertThatThrownBy(() -> sleeper.execute("INSERT INTO parent (name, utime) VALUES ('old epoch', 1)"))
                .isInstanceOf(SQLException.class)
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("40001");
        for (Side side : Side.values()) {
            assertThat(lab.number(side, "SELECT count(*) FROM parent WHERE name = 'old epoch'"))
                    .isZero();
        }
    }

    private Lab.Process inSrcFirst() throws Exception {
        lab.withTables(10);
        Lab.Process process = lab.start();
        process.migration().move(MigrationState.SRC_ONLY, "test", "", false);
        process.migration().move(MigrationState.SRC_FIRST, "test", "", false);
        return process;
    }

    private static Coordinator coordinator(ControlStore store, MovexDataSource dataSource) {
        return new Coordinator(store, dataSource.members(), NO_DATA, Set::of, Lab.QUICK, Clock.systemUTC());
    }

    private static void assertAtMostOneOpen(ControlStore store) throws SQLException {
        assertThat(store.read(Side.SRC).orElseThrow().open()
                        && store.read(Side.DST).orElseThrow().open())
                .isFalse();
    }
}
