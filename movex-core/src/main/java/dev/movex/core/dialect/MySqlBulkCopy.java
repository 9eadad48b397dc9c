package dev.movex.core.dialect;

import dev.movex.core.row.KeyRange;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * LOAD DATA LOCAL into MySQL or MariaDB. The server skips rows whose key exists, and since it can't stop the client in
 * the middle it also bends values that don't fit and only warns. So a load with a warning is none, unless all it says is
 * that rows were there.
 */
final class MySqlBulkCopy implements BulkCopy {
    private static final int DUPLICATE_KEY = 1062;

    private final Dialect sourceDialect;
    private final TableSql source;
    private final MySqlTableSql target;
    private final LocalInfile driver;

    MySqlBulkCopy(Dialect sourceDialect, TableSql source, MySqlTableSql target, LocalInfile driver) {
        this.sourceDialect = sourceDialect;
        this.source = source;
        this.target = target;
        this.driver = driver;
    }

    @Override
    public boolean usable(Connection to) throws SQLException {
        return LocalInfile.serverAllows(to) && driver.driverAllows(to);
    }

    @Override
    public Moved copyInto(Connection from, KeyRange range, Connection to) throws SQLException {
        try (LineStream lines = new LineStream(sourceDialect.readFields(from, source, range), target.lineForms());
                Statement statement = to.createStatement()) {
            StreamInput input = new StreamInput(lines);
            long added = driver.load(statement, target.load(), input);
            input.check();
            return new Moved(checked(statement, lines.rows(), added), input.bytes());
        }
    }

    @Override
    public Moved copyAbsent(Connection from, KeyRange range, Connection to) throws SQLException {
        return copyInto(from, range, to);
    }

    private long checked(Statement statement, long sent, long added) throws SQLException {
        long warnings;
        try (ResultSet row = statement.executeQuery("SELECT @@warning_count")) {
            row.next();
            warnings = row.getLong(1);
        }
        if (warnings == 0 && added == sent) {
            return added;
        }
        Set<Integer> codes = new TreeSet<>();
        long seen = 0;
        try (ResultSet row = statement.executeQuery("SHOW WARNINGS")) {
            while (row.next()) {
                codes.add(row.getInt(2));
                seen++;
            }
        }
        // the server keeps a limited number of warnings, and what can't be seen may be anything
        if (target.uniqueByKeyAlone()
                && warnings == sent - added
                && seen == warnings
                && codes.equals(Set.of(DUPLICATE_KEY))) {
            return added;
        }
        throw new BulkRefusedException(
                "LOAD DATA took " + added + " of " + sent + " rows, with warnings by the codes " + codes);
    }

    /**
     * The lines as drivers read them. A source that fails ends them, so that the target's connection stays in step; the
     * load is rolled back.
     */
    private static final class StreamInput extends InputStream {
        private final BulkStream lines;
        private final byte[] buffer = new byte[64 * 1024];
        private int at;
        private int end;
        private long bytes;
        private @Nullable SQLException failed;

        StreamInput(BulkStream lines) {
            this.lines = lines;
        }

        long bytes() {
            return bytes;
        }

        void check() throws SQLException {
            SQLException ofSource = failed;
            if (ofSource != null) {
                throw ofSource;
            }
        }

        @Override
        public int read() {
            return fill() ? buffer[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int piece = Math.min(length, end - at);
            System.arraycopy(buffer, at, into, from, piece);
            at += piece;
            return piece;
        }

        private boolean fill() {
            if (at < end) {
                return true;
            }
            try {
                at = 0;
                end = failed != null ? 0 : Math.max(0, lines.read(buffer, 0, buffer.length));
                bytes += end;
            } catch (SQLException e) {
                failed = e;
                end = 0;
            }
            return end > 0;
        }
    }
}
