package dev.movex.benchmarks.validate;

import dev.movex.testkit.database.ServerKind;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import javax.sql.DataSource;

/** Both tables streamed in key order over JDBC and merged here. */
record StreamMerge(ServerKind srcKind, DataSource src, ServerKind dstKind, DataSource dst) implements Peer {
    private static final int COLUMNS = 9;
    private static final int FETCHED = 1000;

    @Override
    public String name() {
        return "JDBC stream, merged";
    }

    @Override
    public long run() throws SQLException {
        long differences = 0;
        try (Stream a = new Stream(srcKind, src);
                Stream b = new Stream(dstKind, dst)) {
            while (a.here || b.here) {
                int order = !a.here ? 1 : !b.here ? -1 : Long.compare(a.id, b.id);
                if (order != 0 || !a.sameAs(b)) {
                    differences++;
                }
                if (order <= 0) {
                    a.next();
                }
                if (order >= 0) {
                    b.next();
                }
            }
        }
        return differences;
    }

    private static final class Stream implements AutoCloseable {
        private final Connection connection;
        private final Statement statement;
        private final ResultSet rows;
        private boolean here;
        private long id;

        Stream(ServerKind kind, DataSource database) throws SQLException {
            this.connection = database.getConnection();
            connection.setAutoCommit(false);
            this.statement = connection.createStatement();
            statement.setFetchSize(kind == ServerKind.MYSQL ? Integer.MIN_VALUE : FETCHED);
            this.rows = statement.executeQuery("SELECT * FROM orders ORDER BY id");
            next();
        }

        void next() throws SQLException {
            here = rows.next();
            id = here ? rows.getLong(1) : 0;
        }

        boolean sameAs(Stream other) throws SQLException {
            for (int i = 2; i <= COLUMNS; i++) {
                boolean same = switch (i) {
                    case 5 -> {
                        BigDecimal one = rows.getBigDecimal(i);
                        yield one.compareTo(other.rows.getBigDecimal(i)) == 0;
                    }
                    case 8 -> rows.getTimestamp(i).equals(other.rows.getTimestamp(i));
                    default -> Objects.equals(rows.getString(i), other.rows.getString(i));
                };
                if (!same) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void close() throws SQLException {
            try (connection;
                    statement) {
                rows.close();
            }
        }
    }
}
