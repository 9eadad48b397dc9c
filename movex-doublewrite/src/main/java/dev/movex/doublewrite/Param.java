package dev.movex.doublewrite;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLData;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Struct;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A parameter as the application set it: the very setter with the very arguments. What the application may change
 * later is copied. Immutable, but for a stream that can be read once until it is {@linkplain #spooled spooled}.
 */
final class Param {
    private static final Set<Object> PLAIN_TYPES = Set.of(Types.DATE, Types.TIME, Types.TIMESTAMP);

    private final Method setter;
    private final Object[] args;

    private Param(Method setter, Object[] args) {
        this.setter = setter;
        this.args = args;
    }

    static Param of(Method setter, Object[] args) throws SQLException {
        Object[] copies = args.clone();
        for (int i = 1; i < copies.length; i++) {
            copies[i] = copy(copies[i]);
        }
        return new Param(setter, copies);
    }

    // elements of arguments may be null, which the type system of arrays does not show
    @SuppressWarnings("NullAway")
    private static Object copy(@Nullable Object value) throws SQLException {
        if (value instanceof byte[] bytes) {
            return bytes.clone();
        }
        if (value instanceof Date date) {
            return date.clone();
        }
        if (value instanceof Calendar calendar) {
            return calendar.clone();
        }
        if (value instanceof Object[] array) {
            return array.clone();
        }
        return value instanceof Array array ? MovexArray.of(array) : value;
    }

    /** Returns the value; null for NULL. */
    @Nullable Object value() {
        return args.length < 2 || setter.getName().equals("setNull") ? null : args[1];
    }

    /** Returns whether the value may mean something else in another session: 'now', a time without its zone. */
    boolean interpreted(Column column) {
        Object value = value();
        ColumnKind kind = column.kind();
        boolean temporal = kind == ColumnKind.DATE
                || kind == ColumnKind.TIMESTAMP
                || kind == ColumnKind.INSTANT
                || kind == ColumnKind.TIME;
        if (!temporal) {
            return kind == ColumnKind.SERVER_TEXT && value instanceof CharSequence;
        }
        if (value instanceof Date) {
            return args.length > 2 && setter.getName().equals("setObject") && !PLAIN_TYPES.contains(args[2]);
        }
        boolean same = switch (kind) {
            case DATE -> value instanceof LocalDate;
            case TIMESTAMP -> value instanceof LocalDateTime;
            case INSTANT -> value instanceof OffsetDateTime || value instanceof ZonedDateTime;
            default -> value instanceof LocalTime;
        };
        return value != null && !same;
    }

    /** Returns whether the value can be given to another connection too. */
    boolean portable() {
        Object value = value();
        return !(value instanceof Blob
                || value instanceof Clob
                || value instanceof SQLXML
                || value instanceof RowId
                || value instanceof Ref
                || value instanceof Struct
                || value instanceof SQLData);
    }

    /** Returns the parameter with a stream's content in its place, so that it can be bound more than once. */
    Param spooled() throws SQLException {
        Object value = value();
        if (!(value instanceof InputStream) && !(value instanceof Reader)) {
            return this;
        }
        Object[] copies = args.clone();
        copies[1] = value instanceof InputStream in ? new Bytes(read(in)) : new Text(read((Reader) value));
        return new Param(setter, copies);
    }

    private static byte[] read(InputStream in) throws SQLException {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new SQLException("Movex: the stream of a parameter could not be read.", "22000", e);
        }
    }

    private static String read(Reader reader) throws SQLException {
        try {
            StringWriter text = new StringWriter();
            reader.transferTo(text);
            return text.toString();
        } catch (IOException e) {
            throw new SQLException("Movex: the reader of a parameter could not be read.", "22000", e);
        }
    }

    /** Binds the value at an index of a statement of any connection. */
    void bind(PreparedStatement statement, int index) throws SQLException {
        Object[] bound = args.clone();
        bound[0] = index;
        if (bound.length > 1) {
            bound[1] = forConnection(bound[1], statement);
        }
        try {
            setter.invoke(statement, bound);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof SQLException sql ? sql : new SQLException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new SQLException(e);
        }
    }

    private static Object forConnection(Object value, PreparedStatement statement) throws SQLException {
        if (value instanceof Bytes bytes) {
            return new ByteArrayInputStream(bytes.content);
        }
        if (value instanceof Text text) {
            return new StringReader(text.content);
        }
        return value instanceof MovexArray array ? array.on(statement.getConnection()) : value;
    }

    private static final class Bytes {
        private final byte[] content;

        Bytes(byte[] content) {
            this.content = content;
        }
    }

    private static final class Text {
        private final String content;

        Text(String content) {
            this.content = content;
        }
    }
}
