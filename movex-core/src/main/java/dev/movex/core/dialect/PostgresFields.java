package dev.movex.core.dialect;

import dev.movex.core.row.KeyRange;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** Rows of PostgreSQL, read by COPY: the one way in which its driver streams outside a transaction. */
final class PostgresFields implements FieldRows {
    private final PostgresTableSql source;
    private final CopyOut out;
    private final byte[] @Nullable [] fields;

    private PostgresFields(PostgresTableSql source, CopyOut out) {
        this.source = source;
        this.out = out;
        this.fields = new byte[source.columns().size()][];
    }

    static PostgresFields open(Connection connection, PostgresTableSql source, KeyRange range) throws SQLException {
        String copy = "COPY (" + source.selectLiteral(range) + ") TO STDOUT";
        return new PostgresFields(
                source, connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copy));
    }

    @Override
    public boolean next() throws SQLException {
        // a copy that has ended must not be asked again
        byte[] line = out.isActive() ? out.readFromCopy() : null;
        if (line == null) {
            return false;
        }
        int from = 0;
        for (int column = 0; column < fields.length; column++) {
            int end = from;
            while (line[end] != '\t' && line[end] != '\n') {
                end++;
            }
            fields[column] = value(line, from, end, raw(column));
            from = end + 1;
        }
        return true;
    }

    private static byte @Nullable [] value(byte[] line, int from, int end, boolean hex) {
        if (end - from == 2 && line[from] == '\\' && line[from + 1] == 'N') {
            return null;
        }
        if (hex) {
            byte[] bytes = new byte[(end - from) / 2];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte)
                        (Character.digit(line[from + 2 * i], 16) * 16 + Character.digit(line[from + 2 * i + 1], 16));
            }
            return bytes;
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream(end - from);
        for (int i = from; i < end; i++) {
            text.write(line[i] == '\\' ? unescaped(line[++i]) : line[i]);
        }
        return text.toByteArray();
    }

    private static byte unescaped(byte b) {
        return switch (b) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0B;
            default -> b;
        };
    }

    @Override
    public byte @Nullable [] field(int column) {
        return fields[column];
    }

    @Override
    public boolean raw(int column) {
        return source.rawField(column);
    }

    @Override
    public void close() throws SQLException {
        if (out.isActive()) {
            out.cancelCopy();
        }
    }
}
