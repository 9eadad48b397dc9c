package dev.movex.doublewrite;

import dev.movex.doublewrite.sql.Capture;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A result whose last columns are Movex's own and not to be seen. Used by one thread at a time. */
final class HiddenColumns implements Dispatch.Passing {
    static final Dispatch<ResultSet> DISPATCH = Dispatch.of(ResultSet.class, HiddenColumns.class, Set.of());

    private final ResultSetBehaviour visible;
    private final int hidden;
    private int columns = -1;

    HiddenColumns(ResultSetBehaviour visible, int hidden) {
        this.visible = visible;
        this.hidden = hidden;
    }

    public @Nullable Statement getStatement() {
        return visible.getStatement();
    }

    public void close() throws SQLException {
        visible.close();
    }

    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return visible.isWrapperFor(type);
    }

    public <T> T unwrap(Class<T> type) throws SQLException {
        return visible.unwrap(type);
    }

    public ResultSetMetaData getMetaData() throws SQLException {
        ResultSetMetaData all = visible.rows().getMetaData();
        int count = columns();
        return (ResultSetMetaData) Proxy.newProxyInstance(
                HiddenColumns.class.getClassLoader(), new Class<?>[] {ResultSetMetaData.class}, (p, method, args) -> {
                    if (method.getName().equals("getColumnCount")) {
                        return count;
                    }
                    try {
                        return method.invoke(all, args);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    private int columns() throws SQLException {
        if (columns < 0) {
            columns = visible.rows().getMetaData().getColumnCount() - hidden;
        }
        return columns;
    }

    @Override
    public @Nullable Object pass(Method method, Object[] args) throws Throwable {
        boolean takesColumn = args.length > 0
                && (method.getName().startsWith("get") || method.getName().equals("findColumn"));
        if (takesColumn && args[0] instanceof Integer index && index > columns()) {
            throw new SQLException("Movex: the column index is out of range: " + index + ".", "22023");
        }
        if (takesColumn
                && args[0] instanceof String label
                && label.toLowerCase(Locale.ROOT).startsWith(Capture.PREFIX)) {
            throw new SQLException("Movex: the result has no column " + label + ".", "42703");
        }
        return visible.pass(method, args);
    }
}
