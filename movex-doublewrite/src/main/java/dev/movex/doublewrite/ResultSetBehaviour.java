package dev.movex.doublewrite;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A result that belongs to a statement of Movex. Used by one thread at a time. */
final class ResultSetBehaviour implements Dispatch.Passing {
    private static final Set<String> WRITES = Set.of("insertRow", "updateRow", "deleteRow");
    static final Dispatch<ResultSet> DISPATCH = Dispatch.of(ResultSet.class, ResultSetBehaviour.class, Set.of());

    private final ResultSet rows;
    private final @Nullable Statement statement;
    private final boolean dual;
    private final Closing closing;
    private @Nullable ResultSet proxy;

    /**
     * @param statement what the result belongs to; null for that of a metadata query
     * @param dual whether two databases are written, so that rows can't be changed through the result
     */
    ResultSetBehaviour(ResultSet rows, @Nullable Statement statement, boolean dual, Closing closing) {
        this.rows = rows;
        this.statement = statement;
        this.dual = dual;
        this.closing = closing;
    }

    /** Returns the result that the application sees, without columns of Movex's own at its end. */
    ResultSet proxy(int hidden) {
        ResultSet visible =
                hidden == 0 ? DISPATCH.proxy(this) : HiddenColumns.DISPATCH.proxy(new HiddenColumns(this, hidden));
        proxy = visible;
        return visible;
    }

    ResultSet rows() {
        return rows;
    }

    public @Nullable Statement getStatement() {
        return statement;
    }

    public void close() throws SQLException {
        try {
            rows.close();
        } finally {
            closing.closed(this);
        }
    }

    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(proxy) || (!dual && rows.isWrapperFor(type));
    }

    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(proxy)) {
            return type.cast(proxy);
        }
        if (dual) {
            throw Denials.call("the driver's own result, which goes past the mirror");
        }
        return rows.unwrap(type);
    }

    @Override
    public @Nullable Object pass(Method method, Object[] args) throws Throwable {
        if (dual && WRITES.contains(method.getName())) {
            throw Denials.call("a write through a result set");
        }
        try {
            return method.invoke(rows, args);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    /** Learns that a result was closed. */
    interface Closing {
        void closed(ResultSetBehaviour result);
    }
}
