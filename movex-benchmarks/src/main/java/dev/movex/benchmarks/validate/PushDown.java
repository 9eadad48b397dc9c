package dev.movex.benchmarks.validate;

import dev.movex.testkit.database.ServerKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;

/** One aggregate over each whole table, on both sides at once. It tells that tables differ, not where. */
record PushDown(String name, List<DataSource> databases, String sql) implements Peer {
    private static final String COLUMNS = "id, user_id, sku, qty, price, status, note, created_at, utime";

    static List<Peer> on(ServerKind kind, DataSource src, DataSource dst) {
        Map<String, String> expressions = new LinkedHashMap<>();
        expressions.put("count", "count(*)");
        if (kind == ServerKind.POSTGRESQL) {
            expressions.put("push-down text hash", "sum(hashtextextended(orders::text, 0))");
            expressions.put("push-down record hash (unsound)", "sum(hash_record_extended(orders, 0))");
            expressions.put("push-down MD5", "sum(('x' || left(md5(orders::text), 15))::bit(60)::bigint)");
        } else {
            String row = "CONCAT_WS('#', " + COLUMNS + ", ISNULL(note))";
            expressions.put("push-down CRC32 (too weak)", "sum(CRC32(" + row + "))");
            String wide = kind == ServerKind.MARIADB ? "MD5(" + row + ")" : "SHA2(" + row + ", 224)";
            expressions.put(
                    "push-down " + (kind == ServerKind.MARIADB ? "MD5" : "SHA2"),
                    "sum(CAST(CONV(LEFT(" + wide + ", 16), 16, 10) AS UNSIGNED))");
        }
        List<Peer> peers = new ArrayList<>();
        expressions.forEach(
                (name, sum) -> peers.add(new PushDown(name, List.of(src, dst), "SELECT " + sum + " FROM orders")));
        return peers;
    }

    @Override
    public long run() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(databases.size());
        try {
            List<Callable<String>> asked = new ArrayList<>();
            databases.forEach(database -> asked.add(() -> ask(database)));
            List<String> answers = new ArrayList<>();
            for (Future<String> each : threads.invokeAll(asked)) {
                answers.add(each.get());
            }
            return answers.get(0).equals(answers.get(1)) ? 0 : 1;
        } finally {
            threads.shutdownNow();
        }
    }

    private String ask(DataSource database) throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
