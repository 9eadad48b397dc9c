package dev.movex.benchmarks.change;

import dev.movex.core.access.Pauser;
import dev.movex.doublewrite.MovexDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/**
 * Writes entries one after the other, each in a transaction with its writer's counter, and reads the counter first: it must
 * be what was acknowledged last. Used by one thread.
 */
final class EntryWriter implements Runnable {
    private static final Duration THINKS = Duration.ofMillis(2);

    private final MovexDataSource dataSource;
    private final long writer;
    private final Path logs;
    private final boolean witnessed;
    private final List<Double> calls = new CopyOnWriteArrayList<>();
    private final Histogram commits = new Histogram(3);
    private final AtomicLong writes = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong stale = new AtomicLong();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private volatile boolean stopped;
    private long acknowledged;
    private boolean unknown;

    EntryWriter(MovexDataSource dataSource, long writer, Job job) {
        this.dataSource = dataSource;
        this.writer = writer;
        this.logs = Path.of(job.logs());
        this.witnessed = job.witnessed();
    }

    @Override
    public void run() {
        try (WriteLog log = new WriteLog(logs, writer)) {
            for (long sequence = 1; !stopped; sequence++) {
                log.begun(sequence);
                long epoch = dataSource.member().assignment().epoch();
                long began = System.nanoTime();
                try {
                    write(sequence);
                    acknowledged = sequence;
                    log.acknowledged(sequence);
                    writes.incrementAndGet();
                } catch (SQLException e) {
                    unknown = true;
                    failed.incrementAndGet();
                    errors.add(e.getSQLState() + " " + e.getMessage());
                }
                took(System.nanoTime() - began, epoch);
                Pauser.real().pause(THINKS);
            }
        } catch (IOException e) {
            errors.add(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A call during which the pattern changed is one that the change has held up. */
    private void took(long nanos, long epochBefore) {
        if (epochBefore == 0) {
            return; // it waited for the first lease
        }
        if (dataSource.member().assignment().epoch() != epochBefore) {
            calls.add(nanos / 1e6);
        } else {
            commits.recordValue(nanos / 1_000);
        }
    }

    private void write(long sequence) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            if (witnessed) {
                try (Statement statement = connection.createStatement()) {
                    statement.executeQuery("SELECT set_config('shop.first', 'yes', true)");
                }
            }
            if (look(connection)) {
                execute(connection, "UPDATE tally SET last = ? WHERE writer = ?", sequence, writer);
            } else {
                execute(connection, "INSERT INTO tally (writer, last) VALUES (?, ?)", writer, sequence);
            }
            execute(connection, "INSERT INTO entry (writer, sequence) VALUES (?, ?)", writer, sequence);
            connection.commit();
        }
    }

    /** Returns whether the counter is there. */
    private boolean look(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT last FROM tally WHERE writer = ?")) {
            select.setLong(1, writer);
            try (ResultSet row = select.executeQuery()) {
                boolean there = row.next();
                long last = there ? row.getLong(1) : 0;
                // a call that failed may have been committed all the same
                if (last < acknowledged || (last > acknowledged && !unknown)) {
                    stale.incrementAndGet();
                    errors.add("read " + last + " after " + acknowledged);
                }
                return there;
            }
        }
    }

    private static void execute(Connection connection, String sql, long first, long second) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, first);
            statement.setLong(2, second);
            statement.executeUpdate();
        }
    }

    void stop() {
        stopped = true;
    }

    /** Returns what was done; to be asked once the writer has ended. */
    WriterReport report() {
        return new WriterReport(
                writer,
                writes.get(),
                failed.get(),
                stale.get(),
                List.copyOf(calls),
                commits.getValueAtPercentile(50) / 1e3,
                commits.getValueAtPercentile(99) / 1e3,
                errors.stream().limit(5).toList());
    }
}
