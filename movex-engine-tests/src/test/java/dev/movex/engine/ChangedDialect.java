package dev.movex.engine;

import dev.movex.core.access.Databases;
import dev.movex.core.dialect.Dialect;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Dialects that lack something their servers have. */
final class ChangedDialect {
    private ChangedDialect() {}

    /** Returns the databases without bulk protocols: rows travel as statements. */
    static Databases withoutBulk(Databases databases) {
        return of(databases, "bulkCopy", new NoBulkCopy());
    }

    /** Returns the databases whose foreign keys stay on while images are written. */
    static Databases withForeignKeys(Databases databases) {
        return of(databases, "beginImages", "SELECT 1");
    }

    private static Databases of(Databases databases, String method, Object answer) {
        return new Databases(
                databases.src(),
                of(databases.srcDialect(), method, answer),
                databases.dst(),
                of(databases.dstDialect(), method, answer));
    }

    private static Dialect of(Dialect dialect, String changed, Object answer) {
        return (Dialect) Proxy.newProxyInstance(
                Dialect.class.getClassLoader(), new Class<?>[] {Dialect.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals(changed)) {
                        return answer;
                    }
                    try {
                        return method.invoke(dialect, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }
}
