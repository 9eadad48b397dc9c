package dev.movex.doublewrite;

import java.lang.reflect.Method;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object of the driver in the hands of the application through which the driver's own connection could be reached or
 * rows be changed: what comes out of it is wrapped too, and changes are refused while two databases are written. Used
 * by one thread at a time.
 */
final class Given implements Dispatch.Passing {
    private static final Dispatch<Array> ARRAYS = Dispatch.of(Array.class, Given.class, Set.of());
    private static final Dispatch<Blob> BLOBS = Dispatch.of(Blob.class, Given.class, Set.of());
    private static final Dispatch<Clob> CLOBS = Dispatch.of(Clob.class, Given.class, Set.of());
    private static final Dispatch<NClob> NCLOBS = Dispatch.of(NClob.class, Given.class, Set.of());

    private final Object value;
    private final Session session;
    private final Results results;

    private Given(Object value, Session session, Results results) {
        this.value = value;
        this.session = session;
        this.results = results;
    }

    /** Returns whether a method can yield something to wrap. */
    static boolean mayCome(Method method) {
        Class<?> type = method.getReturnType();
        return type == Object.class || type.isInterface();
    }

    /**
     * Returns what the application gets in place of a value of the driver.
     *
     * @param results of the statement that the value comes from
     */
    @Nullable static Object of(@Nullable Object value, Session session, Results results) {
        if (value instanceof ResultSet rows) {
            return results.inner(rows);
        }
        if (value instanceof Array) {
            return ARRAYS.proxy(new Given(value, session, results));
        }
        if (value instanceof Blob) {
            return BLOBS.proxy(new Given(value, session, results));
        }
        if (value instanceof NClob) {
            return NCLOBS.proxy(new Given(value, session, results));
        }
        return value instanceof Clob ? CLOBS.proxy(new Given(value, session, results)) : value;
    }

    @Override
    public @Nullable Object pass(Method method, Object[] args) throws SQLException {
        boolean changes = method.getName().startsWith("set") || method.getName().equals("truncate");
        if (changes && session.dual()) {
            throw Denials.call("a change of a large object through its locator");
        }
        Object yielded = DriverStatement.invoke(method, value, args);
        return mayCome(method) ? of(yielded, session, results) : yielded;
    }

    /** Drivers show the value itself. */
    @Override
    public String toString() {
        return String.valueOf(value);
    }
}
