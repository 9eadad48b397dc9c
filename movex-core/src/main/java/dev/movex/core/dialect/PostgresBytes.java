package dev.movex.core.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** What COPY TO STDOUT yields, put together to pieces of the reader's size: the server sends each row by itself. */
final class PostgresBytes implements BulkStream {
    private final CopyOut out;
    private byte @Nullable [] row = new byte[0];
    private int at;

    private PostgresBytes(CopyOut out) {
        this.out = out;
    }

    static PostgresBytes open(Connection from, String select, String format) throws SQLException {
        return new PostgresBytes(
                from.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY (" + select + ") TO STDOUT" + format));
    }

    @Override
    public int read(byte[] into, int from, int length) throws SQLException {
        int filled = 0;
        while (row != null && filled < length) {
            if (at == row.length) {
                row = out.readFromCopy();
                at = 0;
                continue;
            }
            int piece = Math.min(length - filled, row.length - at);
            System.arraycopy(row, at, into, from + filled, piece);
            filled += piece;
            at += piece;
        }
        return filled == 0 ? -1 : filled;
    }

    @Override
    public void close() throws SQLException {
        if (out.isActive()) {
            out.cancelCopy();
        }
    }
}
