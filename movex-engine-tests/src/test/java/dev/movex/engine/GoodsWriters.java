package dev.movex.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** An application under way: threads that insert, update and delete hot rows of {@link Goods} through a data source. */
final class GoodsWriters implements AutoCloseable {
    private final DataSource database;
    private final AtomicLong committed = new AtomicLong();
    private final List<Background<Boolean>> threads = new ArrayList<>();
    private volatile boolean stopped;

    private GoodsWriters(DataSource database) {
        this.database = database;
    }

    static GoodsWriters start(DataSource database, int threads, long seed) {
        GoodsWriters writers = new GoodsWriters(database);
        for (int i = 0; i < threads; i++) {
            Random random = new Random(seed * 31 + i);
            writers.threads.add(Background.of(() -> writers.write(random)));
        }
        return writers;
    }

    /** Returns how many transactions were committed. */
    long committed() {
        return committed.get();
    }

    private boolean write(Random random) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            while (!stopped) {
                try {
                    int statements = 1 + random.nextInt(3);
                    for (int i = 0; i < statements; i++) {
                        one(connection, random);
                    }
                    if (random.nextInt(20) == 0) {
                        connection.rollback();
                    } else {
                        connection.commit();
                        committed.incrementAndGet();
                    }
                } catch (SQLException e) {
                    connection.rollback();
                    if (!worthAnotherTry(e)) {
                        throw e;
                    }
                }
            }
            return true;
        }
    }

    /** Two threads inserted one key, or met in a deadlock. */
    private static boolean worthAnotherTry(SQLException error) {
        String state = String.valueOf(error.getSQLState());
        return state.startsWith("23") || state.startsWith("40") || error.getErrorCode() == 1205;
    }

    private static void one(Connection connection, Random random) throws SQLException {
        long id = Goods.HOT + random.nextInt(Goods.HOT_ROWS);
        long number = random.nextLong(1L << 40);
        switch (random.nextInt(7)) {
            case 0, 1 ->
                run(
                        connection,
                        "INSERT INTO goods (id, code, n4, n8, te, f8, bo) VALUES (?, ?, ?, ?, ?, ?, ?)",
                        id,
                        "h" + id + "/" + number,
                        (int) number,
                        number,
                        "hot",
                        number / 3.0,
                        true);
            case 2 ->
                run(
                        connection,
                        "UPDATE goods SET n8 = ?, te = ?, f8 = ?, vc = ? WHERE id = ?",
                        number,
                        random.nextBoolean() ? "" : null,
                        number / 7.0,
                        "blank ",
                        id);
            case 3 ->
                run(connection, "UPDATE goods SET n4 = coalesce(n4, 0) / 2 + 1, da = CURRENT_DATE WHERE id = ?", id);
            case 4 -> run(connection, "DELETE FROM goods WHERE id = ?", id);
            case 5 ->
                run(
                        connection,
                        "INSERT INTO goods_line (a, b, qty, note) VALUES (?, ?, ?, ?)",
                        1000 + (int) (id % 10),
                        "Hot " + id,
                        (int) number,
                        "hot");
            default ->
                run(connection, "DELETE FROM goods_line WHERE a = ? AND b = ?", 1000 + (int) (id % 10), "Hot " + id);
        }
    }

    private static void run(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    /** Ends the writers; fails if one of them met an error. */
    @Override
    public void close() throws Exception {
        stopped = true;
        for (Background<Boolean> thread : threads) {
            thread.get();
        }
    }
}
