package dev.movex.doublewrite;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLData;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
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

    /** Takes the arguments, which are no longer the caller's. */
    // elements of arguments may be null, which the type system of arrays does not show
    @SuppressWarnings("NullAway")
    static Param of(Method setter, Object[] args) throws SQLException {
        for (int i = 1; i < args.length; i++) {
            args[i] = Copies.of(args[i]);
        }
        return new Param(setter, args);
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
        return !(value instanceof RowId || value instanceof Ref || value instanceof Struct || value instanceof SQLData);
    }

    /** Returns whether the setter is one of those under which PostgreSQL makes an object beside the row. */
    boolean large() {
        return setter.getName().endsWith("lob") && value() != null;
    }

    /** Returns whether the value can be read once. */
    boolean stream() {
        Object value = value();
        return value instanceof InputStream || value instanceof Reader;
    }

    /**
     * Returns the parameter with the content of a stream, or of an object that belongs to one connection, in its
     * place, so that it can be bound more than once and on any connection.
     */
    Param spooled() throws SQLException {
        Content content = Content.of(value(), length());
        if (content == null) {
            return this;
        }
        Object[] copies = args.clone();
        copies[1] = content;
        return new Param(setter, copies);
    }

    /** Returns how much of a stream the driver would read. */
    private long length() {
        boolean told = args.length == 3 && !setter.getName().equals("setObject");
        return told && args[2] instanceof Number length && length.longValue() >= 0
                ? length.longValue()
                : Long.MAX_VALUE;
    }

    /** Binds the value at an index of a statement of any connection. */
    void bind(PreparedStatement statement, int index) throws SQLException {
        Object[] bound = args;
        boolean made = args.length > 1 && (args[1] instanceof Content || args[1] instanceof MovexArray);
        if (made || !args[0].equals(index)) {
            bound = args.clone();
            bound[0] = index;
        }
        if (made) {
            Connection connection = statement.getConnection();
            bound[1] = bound[1] instanceof Content content
                    ? content.on(connection)
                    : ((MovexArray) bound[1]).on(connection);
        }
        DriverStatement.invoke(setter, statement, bound);
    }
}
