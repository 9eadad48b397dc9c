package dev.movex.testkit.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** The rows of a table as the server copies them out, one after the other in the order of the key. */
final class TableLines implements Closeable {
    private final CopyOut copy;

    private TableLines(CopyOut copy) {
        this.copy = copy;
    }

    /** Opens a snapshot in which all tables are read as of one moment and all values in one form. */
    static Connection snapshot(DataSource source) throws SQLException {
        Connection connection = source.getConnection();
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            statement.execute("SET LOCAL TimeZone = 'UTC'");
            statement.execute("SET LOCAL DateStyle = 'ISO'");
            statement.execute("SET LOCAL bytea_output = 'hex'");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    static TableLines of(Connection snapshot, TableSpec table) throws SQLException {
        return new TableLines(snapshot.unwrap(PGConnection.class).getCopyAPI().copyOut(table.copyOut()));
    }

    @Nullable Line next(TableSpec table) throws SQLException {
        byte[] bytes = copy.readFromCopy();
        return bytes == null ? null : Line.of(bytes, table.keyColumns());
    }

    @Override
    public void close() throws IOException {
        if (copy.isActive()) {
            try {
                copy.cancelCopy();
            } catch (SQLException e) {
                throw new IOException("a copy could not be ended", e);
            }
        }
    }

    /** One row: its text, its key as text with commas, and what stands for its content. */
    record Line(String key, Digest digest, String text) {
        static Line of(byte[] bytes, int keyColumns) {
            int length = bytes.length > 0 && bytes[bytes.length - 1] == '\n' ? bytes.length - 1 : bytes.length;
            String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
            int end = -1;
            for (int i = 0; i < keyColumns; i++) {
                int next = text.indexOf('\t', end + 1);
                end = next < 0 ? text.length() : next;
            }
            return new Line(text.substring(0, end).replace('\t', ','), Digest.of(bytes, length), text);
        }
    }
}
