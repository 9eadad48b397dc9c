package dev.movex.benchmarks.copy;

import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.ServerKind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What one would write by hand: a streamed select, and batches that the driver rewrites to inserts of many rows. */
final class JdbcBatches {
    private static final int STREAMS = 2;
    private static final int BATCH = 1_000;
    private static final int COLUMNS = 9;
    private static final int CREATED_AT = 8;

    private final Database src;
    private final Database dst;
    private final long rows;

    JdbcBatches(Database src, Database dst, long rows) {
        this.src = src;
        this.dst = dst;
        this.rows = rows;
    }

    void run() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(STREAMS);
        try {
            List<Future<?>> streams = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                long from = rows * i / STREAMS;
                long upTo = rows * (i + 1) / STREAMS;
                streams.add(threads.submit(() -> {
                    copy(from, upTo);
                    return null;
                }));
            }
            for (Future<?> stream : streams) {
                stream.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Connection connect(Database database) throws SQLException {
        String url = database.url();
        String rewritten = database.server().kind() == ServerKind.POSTGRESQL
                ? "reWriteBatchedInserts=true"
                : database.server().kind() == ServerKind.MYSQL ? "rewriteBatchedStatements=true" : "";
        String separator = url.contains("?") ? "&" : "?";
        Connection connection = DriverManager.getConnection(
                rewritten.isEmpty() ? url : url + separator + rewritten, database.username(), database.password());
        connection.setAutoCommit(false);
        return connection;
    }

    private void copy(long from, long upTo) throws SQLException {
        String places = "?, ?, ?, ?, ?, ?, ?, ?, ?";
        try (Connection reader = connect(src);
                Connection writer = connect(dst);
                Statement select = reader.createStatement();
                PreparedStatement insert = writer.prepareStatement("INSERT INTO orders VALUES (" + places + ")")) {
            select.setFetchSize(src.server().kind() == ServerKind.MYSQL ? Integer.MIN_VALUE : BATCH);
            try (ResultSet row =
                    select.executeQuery("SELECT * FROM orders WHERE id > " + from + " AND id <= " + upTo)) {
                int held = 0;
                while (row.next()) {
                    for (int i = 1; i <= COLUMNS; i++) {
                        insert.setObject(i, i == CREATED_AT ? row.getTimestamp(i) : row.getObject(i));
                    }
                    insert.addBatch();
                    if (++held == BATCH) {
                        insert.executeBatch();
                        writer.commit();
                        held = 0;
                    }
                }
                insert.executeBatch();
                writer.commit();
            }
            reader.rollback();
        }
    }
}
