package dev.movex.debezium;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Pauser;
import dev.movex.core.follow.ChangeLog;
import dev.movex.core.follow.KeyFeed;
import dev.movex.core.plan.Plan;
import dev.movex.core.row.DirtyKey;
import io.debezium.embedded.Connect;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.spi.OffsetCommitPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
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
public final class LogReader implements ChangeLog {
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
    private static final int NAME_LENGTH = 40;

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
    private final Thread engineThread;
    private final Thread markThread;
    private volatile @Nullable DebeziumEngine<ChangeEvent<SourceRecord, SourceRecord>> engine;
    private volatile boolean closing;
    private volatile String fault = "";

    private LogReader(LogSource source, Plan plan, Side side, Databases databases, CursorStore cursors) {
        this.source = source;
        this.plan = plan;
        this.side = side;
        this.cursors = cursors;
        this.pauser = Pauser.real();
        this.databases = databases;
        this.name = name(plan.migration(), side, source);
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
     * @param source the database of the side, as its log is reached
     * @param side the side whose log is read: the base
     * @param databases the databases of the migration; its control data must be there
     * @param cursors keeps the place in the log
     */
    public static LogReader start(LogSource source, Plan plan, Side side, Databases databases, CursorStore cursors) {
        LogReader reader = new LogReader(source, plan, side, databases, cursors);
        ControlDataOffsets.open(reader.name, cursors);
        reader.engineThread.start();
        reader.markThread.start();
        return reader;
    }

    /** Returns the name of the slot, of the publication and of the cursor: a server may have a migration of a name twice. */
    static String name(String migration, Side side, LogSource source) {
        CRC32 sum = new CRC32();
        sum.update((migration + "/" + source.database()).getBytes(StandardCharsets.UTF_8));
        String words = migration.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        return "movex_" + words.substring(0, Math.min(words.length(), NAME_LENGTH)) + "_"
                + side.name().toLowerCase(Locale.ROOT) + "_" + Long.toHexString(sum.getValue());
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
            boolean resumes = cursors.load(name).isPresent();
            prepare(resumes);
            DebeziumEngine<ChangeEvent<SourceRecord, SourceRecord>> made = DebeziumEngine.create(Connect.class)
                    .using(EngineProperties.of(source, plan, side, name, resumes))
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

    private void prepare(boolean resumes) throws SQLException {
        if (source.kind() == LogSource.Kind.POSTGRESQL) {
            try (Connection connection = databases.connect(side)) {
                new PostgresLog(databases.dialect(side), plan, side, name).prepare(connection, resumes);
            }
        }
    }

    private void ended(boolean success, @Nullable Throwable error) {
        if (success || closing) {
            return;
        }
        String why = error instanceof MovexException known
                ? known.problem() + " " + known.remedy()
                : (error == null ? "" : "(" + root(error) + ") ")
                        + "PostgreSQL needs wal_level=logical and the right to replicate, MariaDB and MySQL a row"
                        + " binlog and the right to read it.";
        String now = "The log of the " + side.label() + " can't be read. " + why;
        if (!now.equals(fault)) {
            fault = now;
            LOG.warn("{} It is tried again.", fault);
        }
        LOG.debug("the engine ended", error);
    }

    /** Messages of servers may have values; names of errors have none. */
    private static String root(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + (root instanceof SQLException sql ? " " + sql.getSQLState() : "");
    }

    private void take(
            List<ChangeEvent<SourceRecord, SourceRecord>> events,
            DebeziumEngine.RecordCommitter<ChangeEvent<SourceRecord, SourceRecord>> committer)
            throws InterruptedException {
        Set<DirtyKey> rows = new LinkedHashSet<>();
        List<String> met = new ArrayList<>();
        for (ChangeEvent<SourceRecord, SourceRecord> event : events) {
            keys.key(event.value()).ifPresent(rows::add);
            KeyReader.mark(event.value(), plan.migration()).ifPresent(met::add);
        }
        fault = "";
        if (!buffer.handOver(rows)) {
            throw new InterruptedException("closed before the rows were looked at");
        }
        for (ChangeEvent<SourceRecord, SourceRecord> event : events) {
            committer.markProcessed(event);
        }
        committer.markBatchFinished();
        met.forEach(marks::settled);
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
