package dev.movex.doublewrite;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.NClob;
import java.sql.SQLException;
import java.sql.SQLXML;
import org.jspecify.annotations.Nullable;

/**
 * What a parameter held that can be read once, or that belongs to one connection: made anew each time that it is bound.
 * Immutable.
 */
final class Content {
    private final Kind kind;
    private final Spool spool;

    private Content(Kind kind, Spool spool) {
        this.kind = kind;
        this.spool = spool;
    }

    private enum Kind {
        BYTES,
        CHARS,
        BLOB,
        CLOB,
        NCLOB,
        XML
    }

    /**
     * Reads a value.
     *
     * @param atMost how much of a stream the driver would read
     * @return its content; null for a value that is good for any connection as it is
     */
    @Nullable static Content of(@Nullable Object value, long atMost) throws SQLException {
        try {
            if (value instanceof InputStream in) {
                return new Content(Kind.BYTES, Spool.of(in, atMost));
            }
            if (value instanceof Reader reader) {
                return new Content(Kind.CHARS, Spool.of(reader, atMost));
            }
            if (value instanceof Blob blob) {
                return new Content(Kind.BLOB, Spool.of(blob.getBinaryStream(), Long.MAX_VALUE));
            }
            if (value instanceof Clob clob) {
                Kind kind = clob instanceof NClob ? Kind.NCLOB : Kind.CLOB;
                return new Content(kind, Spool.of(clob.getCharacterStream(), Long.MAX_VALUE));
            }
            return value instanceof SQLXML xml
                    ? new Content(Kind.XML, Spool.of(xml.getCharacterStream(), Long.MAX_VALUE))
                    : null;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Makes the value for a connection. */
    Object on(Connection connection) throws SQLException {
        try {
            return switch (kind) {
                case BYTES -> spool.bytes();
                case CHARS -> spool.chars();
                case BLOB -> blob(connection.createBlob());
                case CLOB -> clob(connection.createClob());
                case NCLOB -> clob(connection.createNClob());
                case XML -> xml(connection.createSQLXML());
            };
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Blob blob(Blob made) throws SQLException, IOException {
        try (OutputStream out = made.setBinaryStream(1)) {
            spool.bytes().transferTo(out);
        }
        return made;
    }

    private Clob clob(Clob made) throws SQLException, IOException {
        try (Writer out = made.setCharacterStream(1)) {
            spool.chars().transferTo(out);
        }
        return made;
    }

    private SQLXML xml(SQLXML made) throws SQLException, IOException {
        try (Writer out = made.setCharacterStream()) {
            spool.chars().transferTo(out);
        }
        return made;
    }

    private static SQLException unreadable(IOException e) {
        return new SQLException("Movex: the stream of a parameter could not be read.", "22000", e);
    }
}
