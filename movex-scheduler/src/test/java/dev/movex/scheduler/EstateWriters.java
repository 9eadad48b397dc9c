package dev.movex.scheduler;

import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** Threads that insert, change and delete rows of all tables through a data source until they are stopped. */
final class EstateWriters implements AutoCloseable {
    private static final int THREADS = 4;

    private final DataSource target;
    private final DataSource plain;
    private final Plan plan;
    private final List<Thread> threads;
    private final AtomicLong written = new AtomicLong();
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    /** Starts writing. */
    EstateWriters(DataSource target, DataSource plain, Plan plan, String schema, boolean postgres, boolean tame) {
        this.target = target;
        this.plain = plain;
        this.plan = plan;
        this.threads = IntStream.range(0, THREADS)
                .mapToObj(i -> new Thread(
                        () -> write(new HostileRows(1_000 + i, postgres, tame).in(schema)), "estate-writer-" + i))
                .toList();
        threads.forEach(Thread::start);
    }

    private void write(HostileRows rows) {
        while (!stopped) {
            PlannedTable table = plan.tables().get(rows.next(plan.tables().size()));
            String what = table.name();
            try (Connection look = plain.getConnection();
                    Connection connection = target.getConnection()) {
                List<String> statements = switch (rows.next(4)) {
                    case 0 -> List.of(rows.insert(look, table.src()));
                    case 1 -> rows.delete(look, table.src(), table.key());
                    default -> rows.update(look, table.src(), table.key());
                };
                for (String sql : statements) {
                    what = sql;
                    try (Statement statement = connection.createStatement()) {
                        statement.executeUpdate(sql);
                        written.incrementAndGet();
                    }
                }
            } catch (SQLException e) {
                keep(table.name(), what, e);
            }
        }
    }

    /** Rules of tables are broken by random rows, and deadlocks are an application's daily bread. */
    private void keep(String table, String what, SQLException error) {
        String state = String.valueOf(error.getSQLState());
        if (!HostileRows.refusedValue(error)
                && !state.startsWith("40")
                && !state.equals("55P03")
                && error.getErrorCode() != 1205) {
            failures.putIfAbsent(table + " " + state, what + ": " + error.getMessage());
        }
    }

    long written() {
        return written.get();
    }

    Map<String, String> failures() {
        return failures;
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
