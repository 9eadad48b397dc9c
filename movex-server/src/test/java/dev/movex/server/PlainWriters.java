package dev.movex.server;

import dev.movex.core.access.Pauser;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** An application that knows nothing of Movex: each thread writes rows of its own, and remembers what was committed. */
final class PlainWriters implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int KEPT = 60;
    /** Between two writes, so that two threads do not fill the machine. */
    private static final Duration REST = Duration.ofMillis(4);

    private final Map<Long, String> rows = new ConcurrentHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final List<Throwable> failures = new ArrayList<>();
    private volatile DataSource database;
    private volatile boolean ended;

    PlainWriters(DataSource database) {
        this.database = database;
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(this::write, "plain-writer-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    void start() {
        threads.forEach(Thread::start);
    }

    /** Leads the application to another database, as its operator does. */
    void goTo(DataSource other) {
        database = other;
    }

    /** Returns how many writes were committed. */
    long written() {
        return written.get();
    }

    /** Returns how many writes were refused because they are stopped. */
    long refused() {
        return refused.get();
    }

    /** Returns whether a writer met an error that is no refusal; {@link #end} tells it. */
    boolean failed() {
        synchronized (failures) {
            return !failures.isEmpty();
        }
    }

    /** Returns the first error, in words. */
    String failure() {
        synchronized (failures) {
            return failures.isEmpty() ? "" : failures.get(0).toString();
        }
    }

    /** Returns what every row has to be. */
    Map<Long, String> rows() {
        return new TreeMap<>(rows);
    }

    private void write() {
        Random random = new Random(Thread.currentThread().getName().hashCode());
        Map<Long, String> mine = new HashMap<>();
        long number = 0;
        while (!ended) {
            DataSource used = database;
            try (Connection connection = used.getConnection()) {
                while (!ended && used == database) {
                    writeOne(connection, random, mine, ++number);
                    Pauser.real().pause(REST);
                }
            } catch (SQLException e) {
                refusedOrFailed(e, used);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Who is refused waits until he is led elsewhere. */
    private void refusedOrFailed(SQLException e, DataSource used) {
        if ("25006".equals(e.getSQLState())) {
            refused.incrementAndGet();
            while (!ended && used == database) {
                LockSupport.parkNanos(REST.toNanos());
            }
        } else {
            synchronized (failures) {
                failures.add(e);
            }
            ended = true;
        }
    }

    private void writeOne(Connection connection, Random random, Map<Long, String> mine, long number)
            throws SQLException {
        String note = Thread.currentThread().getName() + "-" + number;
        List<Long> ids = new ArrayList<>(mine.keySet());
        if (mine.size() < KEPT) {
            put(mine, insert(connection, note), note);
        } else if (random.nextInt(4) == 0) {
            long id = ids.get(random.nextInt(ids.size()));
            change(connection, "DELETE FROM item WHERE id = ?", id, "");
            mine.remove(id);
            rows.remove(id);
        } else {
            long id = ids.get(random.nextInt(ids.size()));
            change(connection, "UPDATE item SET note = ? WHERE id = ?", id, note);
            put(mine, id, note);
        }
        written.incrementAndGet();
    }

    private void put(Map<Long, String> mine, long id, String note) {
        mine.put(id, note);
        rows.put(id, note);
    }

    private static long insert(Connection connection, String note) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO item (note) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
            insert.setString(1, note);
            insert.executeUpdate();
            try (ResultSet keys = insert.getGeneratedKeys()) {
                keys.next();
                return keys.getLong(1);
            }
        }
    }

    private static void change(Connection connection, String sql, long id, String note) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            if (!note.isEmpty()) {
                update.setString(1, note);
            }
            update.setLong(note.isEmpty() ? 1 : 2, id);
            if (update.executeUpdate() != 1) {
                throw new SQLException("a row is gone that was written: " + id, "LOST");
            }
        }
    }

    /** Ends the writers; fails if one of them met an error, or missed a row of its own. */
    void end() throws InterruptedException {
        ended = true;
        for (Thread thread : threads) {
            thread.join();
        }
        synchronized (failures) {
            if (!failures.isEmpty()) {
                throw new AssertionError("a writer failed", failures.get(0));
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
