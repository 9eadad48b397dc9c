package dev.movex.engine;

import static dev.movex.engine.Lab.key;

import dev.movex.core.Side;
import dev.movex.core.access.Pauser;
import dev.movex.core.control.Fence;
import dev.movex.core.control.Journal;
import dev.movex.core.control.SideFence;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.KeysJson;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An application under way: threads that insert, update and delete rows of {@code item (id, note, utime)} on both sides
 * in the dual writer's order, with a pause between the two commits now and then. A delete that meets no row on the
 * target leaves its journal row to the sweeper.
 */
final class Load implements AutoCloseable {
    private final Lab lab;
    private final int keys;
    private final AtomicLong transactions = new AtomicLong();
    private final List<Background<Boolean>> threads = new ArrayList<>();
    private volatile boolean stopped;

    private Load(Lab lab, int keys) {
        this.lab = lab;
        this.keys = keys;
    }

    /** Starts threads that write the rows 1 to {@code keys}. */
    static Load start(Lab lab, int threads, int keys) {
        Load load = new Load(lab, keys);
        for (int i = 0; i < threads; i++) {
            Random random = new Random(i);
            load.threads.add(Background.of(() -> load.write(random)));
        }
        return load;
    }

    long transactions() {
        return transactions.get();
    }

    private boolean write(Random random) throws Exception {
        try (Connection from = lab.databases().begin(Side.SRC);
                Connection to = lab.databases().begin(Side.DST)) {
            while (!stopped) {
                transaction(random, from, to);
                transactions.incrementAndGet();
            }
            return true;
        }
    }

    private void transaction(Random random, Connection from, Connection to) throws SQLException, InterruptedException {
        int id = 1 + random.nextInt(keys);
        String sql = random.nextInt(4) == 0
                ? "DELETE FROM item WHERE id = " + id
                : "INSERT INTO item VALUES (" + id + ", 'note " + random.nextInt(1000)
                        + "', 1000) ON CONFLICT (id) DO UPDATE SET note = EXCLUDED.note";
        DirtyKey dirty = key("item", String.valueOf(id));
        try {
            int met = update(Side.SRC, from, sql);
            long journal = new Fence(Lab.MIGRATION)
                    .journal(
                            from,
                            lab.databases().dialect(Side.SRC),
                            "load",
                            KeysJson.write(List.of(dirty)),
                            new SideFence(Side.SRC, 1, true));
            int metThere = update(Side.DST, to, sql);
            from.commit();
            if (random.nextInt(5) == 0) {
                // leaves the time between the commits open, so that the others come in between
                Pauser.real().pause(Duration.ofMillis(random.nextInt(30)));
            }
            to.commit();
            if (met == metThere) {
                new Journal(Lab.MIGRATION, lab.databases().dialect(Side.SRC)).delete(from, List.of(journal));
                from.commit();
            }
        } catch (SQLException e) {
            to.rollback();
            from.rollback();
            // the double writer repeats what became the victim of a deadlock on the secondary; here it has not been
            if (!(e instanceof SQLTransactionRollbackException)) {
                throw e;
            }
        }
    }

    private int update(Side side, Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(ServerSql.one(lab.database(side), sql));
        }
    }

    /** Ends the writers; fails if one of them met an error. */
    void stop() throws Exception {
        stopped = true;
        for (Background<Boolean> thread : threads) {
            thread.get();
        }
    }

    @Override
    public void close() throws Exception {
        stop();
    }
}
