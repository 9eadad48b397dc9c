package dev.movex.doublewrite;

import java.lang.reflect.Method;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A result that belongs to a statement of Movex. Used by one thread at a time. */
final class ResultSetBehaviour implements Dispatch.Passing {
    private static final Set<String> ROW_WRITES = Set.of("insertRow", "updateRow", "deleteRow");
    static final Dispatch<ResultSet> DISPATCH = Dispatch.of(ResultSet.class, ResultSetBehaviour.class, Set.of());

    private final ResultSet rows;
    private final Results owner;
    private final @Nullable Statement statement;
    private @Nullable ResultSet proxy;

    /**
     * @param owner what learns that the result was closed
     * @param statement what the result belongs to; null for that of a metadata query
     */
    ResultSetBehaviour(ResultSet rows, Results owner, @Nullable Statement statement) {
        this.rows = rows;
        this.owner = owner;
        this.statement = statement;
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
            owner.closed(this);
        }
    }

    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(proxy) || (!owner.session().dual() && rows.isWrapperFor(type));
    }

    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(proxy)) {
            return type.cast(proxy);
        }
        owner.session().driverInUse();
        return rows.unwrap(type);
    }

    @Override
    public @Nullable Object pass(Method method, Object[] args) throws SQLException {
        if (method.getReturnType() == void.class && changes(method.getName())) {
            return change(method, args);
        }
        Object yielded = DriverStatement.invoke(method, rows, args);
        return Given.mayCome(method) ? Given.of(yielded, owner.session(), owner) : yielded;
    }

    private static boolean changes(String name) {
        return name.startsWith("update") || ROW_WRITES.contains(name) || name.equals("moveToInsertRow");
    }

    /** The pattern may be another one than when the result was opened. */
    private @Nullable Object change(Method method, Object[] args) throws SQLException {
        Session session = owner.session();
        if (!ROW_WRITES.contains(method.getName())) {
            refuse(session.dual());
            return DriverStatement.invoke(method, rows, args);
        }
        Unit unit = session.begin("(a write through a result set)");
        try {
            refuse(unit.dual() || unit.lease() != owner.lease());
            return DriverStatement.invoke(method, rows, args);
        } finally {
            session.statementDone();
        }
    }

    private static void refuse(boolean yes) throws SQLException {
        if (yes) {
            throw Denials.call("a write through a result set");
        }
    }
}
