package dev.movex.debezium;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Pauser;
import dev.movex.core.follow.ChangeLog;
import dev.movex.core.follow.KeyFeed;
import dev.movex.core.follow.LogName;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.DirtyKey;
import io.debezium.embedded.Connect;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.spi.OffsetCommitPolicy;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the change log of one side, and yields the keys of planned rows that were written there, by whoever: also past the
 * double-write layer. The incremental validation takes them by {@link #feed}; the place in the log is saved, beside the other
 * cursors, when their rows have been looked at, so that a process which dies repeats some of them and misses none.
 *
 * <p>What Movex writes on the side itself comes out of the log as well, finds its row equal and ends there: a reader belongs
 * to the base, and repairs write the other side.
 *
 * <p>While nobody takes keys, the server keeps its log for the reader. Thread-safe.
 */
final class LogReader implements ChangeLog {
    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
    /** Tells of each connection, in a log of its own. */
    private static final java.util.logging.Logger BINLOG =
            java.util.logging.Logger.getLogger("com.github.shyiko.mysql.binlog");

    static {
        BINLOG.setLevel(java.util.logging.Level.WARNING);
    }

    private static final Duration LOOK = Duration.ofMillis(10);
    private static final Duration MARK_PAUSE = Duration.ofSeconds(1);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(5);
    private static final long CLOSE_MILLIS = 60_000;
    private static final long CLOSE_LOOK_MILLIS = 200;

    private final LogSource source;
    private final Plan plan;
    private final Side side;
    private final Databases databases;
    private final CursorStore cursors;
    private final Pauser pauser;
    private final String name;
    private final KeyReader keys;
    private final LogBuffer buffer = new LogBuffer();
    private final LogMarks marks;
    private final Obstacles obstacles;
    private final Thread engineThread;
    private final Thread markThread;
    private volatile @Nullable DebeziumEngine<ChangeEvent<SourceRecord, SourceRecord>> engine;
    private volatile boolean closing;
    private volatile String fault = "";

    /** Asks a server what stands in the way. */
    @FunctionalInterface
    interface Obstacles {
        List<String> find() throws SQLException;
    }

    private LogReader(DebeziumLogs logs, Side side, CursorStore cursors) {
        this.source = logs.source(side);
        this.plan = logs.plan();
        this.side = side;
        this.cursors = cursors;
        this.pauser = Pauser.real();
        this.databases = logs.databases();
        this.obstacles = () -> logs.obstacles(side);
        this.name = LogName.of(plan.migration(), side, source.database());
        this.keys = new KeyReader(source, plan, side);
        this.marks = new LogMarks(plan.migration(), databases, side, System::nanoTime);
        this.engineThread = new Thread(this::read, name);
        this.markThread = new Thread(this::mark, name + "_marks");
        engineThread.setDaemon(true);
        markThread.setDaemon(true);
    }

    /**
     * Begins to read.
     *
     * @param logs knows the databases; its control data must be there
     * @param side the side whose log is read: the base
     * @param cursors keeps the place in the log
     */
    static LogReader start(DebeziumLogs logs, Side side, CursorStore cursors) {
        LogReader reader = new LogReader(logs, side, cursors);
        ControlDataOffsets.open(reader.name, cursors);
        reader.engineThread.start();
        reader.markThread.start();
        return reader;
    }

    @Override
    public KeyFeed feed() {
        return buffer;
    }

    @Override
    public Optional<Duration> lag() {
        return marks.age();
    }

    @Override
    public String fault() {
        return fault;
    }

    @Override
    public boolean upToNow(Duration atMost) throws InterruptedException {
        long now = System.nanoTime();
        writeMark();
        while (marks.settledAt() < now) {
            if (System.nanoTime() - now > atMost.toNanos() || closing) {
                return false;
            }
            pauser.pause(LOOK);
        }
        return true;
    }

    private void writeMark() {
        try {
            marks.write();
        } catch (SQLException e) {
            LOG.debug("could not write a mark", e);
        }
    }

    private void mark() {
        try {
            while (!closing) {
                writeMark();
                pauser.pause(MARK_PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The engine ends when the server or the line to it fails; a new one goes on at the saved place. */
    private void read() {
        try {
            while (!closing) {
                runEngine();
                if (!closing) {
                    pauser.pause(RETRY_PAUSE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void runEngine() {
        try {
            Optional<String> saved = cursors.load(name);
            prepare(saved);
            // the engine tries on in silence; it may know better, too
            List<String> lacking = obstacles.find();
            if (!lacking.isEmpty()) {
                tell(String.join("; ", lacking) + ".");
            }
            DebeziumEngine<ChangeEvent<SourceRecord, SourceRecord>> made = DebeziumEngine.create(Connect.class)
                    .using(EngineProperties.of(source, plan, side, name, saved.isPresent()))
                    .using(OffsetCommitPolicy.always())
                    .using((success, message, error) -> ended(success, error))
                    .notifying(this::take)
                    .build();
            engine = made;
            if (!closing) {
                made.run();
            }
        } catch (SQLException | RuntimeException e) {
            ended(false, e);
        }
    }

    private void prepare(Optional<String> saved) throws SQLException {
        try (Connection connection = databases.connect(side)) {
            if (source.kind() == LogSource.Kind.POSTGRESQL) {
                new PostgresLog(databases.dialect(side), plan, side, name).prepare(connection, saved.isPresent());
            } else if (saved.isPresent()) {
                BinlogSettings.checkKept(connection, ControlDataOffsets.values(saved.get()));
            }
        }
    }

    private void ended(boolean success, @Nullable Throwable error) {
        if (success || closing) {
            return;
        }
        tell(why(error));
        LOG.debug("the engine ended", error);
    }

    private void tell(String why) {
        String now = "The log of the " + side.label() + " can't be read. " + why;
        if (!now.equals(fault)) {
            fault = now;
            LOG.warn("{} It is tried again.", fault);
        }
    }

    /** What the server lacks says more than what the engine met. */
    private String why(@Nullable Throwable error) {
        Throwable root = error;
        for (Throwable each = error; each != null; each = each.getCause()) {
            root = each;
            if (each instanceof MovexException known) {
                return known.code() + ": " + known.problem() + " " + known.remedy();
            }
        }
        try {
            List<String> lacking = obstacles.find();
            return lacking.isEmpty()
                    ? "The reader gave up (" + named(root) + "); docs/change-log.md tells what it needs."
                    : String.join("; ", lacking) + " (" + named(root) + ").";
        } catch (SQLException e) {
            return "The database can't be asked either (" + named(e) + "): look whether it runs and lets "
                    + source.user() + " in.";
        }
    }

    /** Messages of servers may have values; names of errors have none. */
    private static String named(@Nullable Throwable error) {
        return error == null
                ? "no reason given"
                : error.getClass().getSimpleName() + (error instanceof SQLException sql ? " " + sql.getSQLState() : "");
    }

    private void take(
            List<ChangeEvent<SourceRecord, SourceRecord>> events,
            DebeziumEngine.RecordCommitter<ChangeEvent<SourceRecord, SourceRecord>> committer)
            throws InterruptedException {
        Set<DirtyKey> rows = new LinkedHashSet<>();
        Set<PlannedTable> emptied = new LinkedHashSet<>();
        List<String> met = new ArrayList<>();
        for (ChangeEvent<SourceRecord, SourceRecord> event : events) {
            rows.addAll(keys.keys(event.value()));
            emptied.addAll(keys.emptied(event.value()));
            KeyReader.mark(event.value(), plan.migration()).ifPresent(met::add);
        }
        fault = "";
        if (!buffer.handOver(rows) || !handOverAll(emptied)) {
            throw new InterruptedException("closed before the rows were looked at");
        }
        for (ChangeEvent<SourceRecord, SourceRecord> event : events) {
            committer.markProcessed(event);
        }
        committer.markBatchFinished();
        met.forEach(marks::settled);
    }

    /** What a table has lost that was emptied, the other side has still. */
    private boolean handOverAll(Set<PlannedTable> emptied) throws InterruptedException {
        for (PlannedTable table : emptied) {
            try (Connection connection = databases.connect(side.other())) {
                RowsLeft rows = new RowsLeft(databases.table(table, side.other()), connection);
                for (Set<DirtyKey> page = rows.next(); !page.isEmpty(); page = rows.next()) {
                    if (!buffer.handOver(page)) {
                        return false;
                    }
                }
            } catch (SQLException e) {
                throw new IllegalStateException("the rows that are left could not be read", e);
            }
        }
        return true;
    }

    /** An engine can't be ended while it starts; one that is left would go on to read in the next one's place. */
    private void endEngine() throws InterruptedException {
        long deadline = System.nanoTime() + CLOSE_MILLIS * 1_000_000;
        while (engineThread.isAlive() && System.nanoTime() < deadline) {
            DebeziumEngine<?> running = engine;
            try {
                if (running != null) {
                    running.close();
                }
            } catch (IOException | IllegalStateException e) {
                LOG.debug("the engine starts still, or has ended", e);
            }
            engineThread.join(CLOSE_LOOK_MILLIS);
        }
        engineThread.interrupt();
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        buffer.close();
        markThread.interrupt();
        markThread.join(CLOSE_MILLIS);
        endEngine();
        ControlDataOffsets.close(name);
        try {
            marks.close();
        } catch (SQLException e) {
            LOG.debug("marks are left", e);
        }
    }
}
