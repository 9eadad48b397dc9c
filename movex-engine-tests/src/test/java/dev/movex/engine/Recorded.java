package dev.movex.engine;

import dev.movex.core.access.Steps.Step;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/** A database whose prepared statements are written down, and can be held. */
final class Recorded {
    private final DataSource database;
    private final Gate gate;
    private final String held;
    private final List<String> texts = new CopyOnWriteArrayList<>();

    Recorded(DataSource database) {
        this(database, "\0", new Gate(Step.COPY_FENCED));
    }

    /** Holds the first statement whose text begins so at the gate, whatever the gate's step is. */
    Recorded(DataSource database, String held, Gate gate) {
        this.database = database;
        this.held = held;
        this.gate = gate;
    }

    DataSource dataSource() {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            Object result = call(database, method, arguments);
            return result instanceof Connection connection ? recorded(connection) : result;
        });
    }

    private Connection recorded(Connection connection) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("prepareStatement")) {
                String text = String.valueOf(arguments[0]);
                texts.add(text);
                if (text.startsWith(held)) {
                    gate.hold();
                }
            }
            return call(connection, method, arguments);
        });
    }

    private static Object call(Object target, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Recorded.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** Returns how many statements were prepared whose text has the given part. */
    long count(String part) {
        return texts.stream().filter(text -> text.contains(part)).count();
    }
}
