package dev.movex.doublewrite;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What each method of a JDBC interface does: run a method of the same name and parameters of a behaviour class, pass
 * through to the driver's object, or be refused. Made once per class. Thread-safe.
 */
final class Dispatch<T> {
    private static final Object[] NONE = {};

    private final Class<T> jdbc;
    private final Map<Method, Action> actions = new HashMap<>();
    private final Set<Method> own = new HashSet<>();
    private final Constructor<?> constructor;
    /** A proxy class hands out the same Method objects each time, so that comparing them is not needed. */
    private volatile IdentityHashMap<Method, Action> met = new IdentityHashMap<>();

    private Dispatch(Class<T> jdbc) {
        this.jdbc = jdbc;
        this.constructor = constructor(jdbc);
    }

    // an instance that is thrown away is the way to the class that is not deprecated
    private static Constructor<?> constructor(Class<?> jdbc) {
        Object sample = Proxy.newProxyInstance(
                Dispatch.class.getClassLoader(), new Class<?>[] {jdbc}, (proxy, method, args) -> null);
        try {
            return sample.getClass().getConstructor(InvocationHandler.class);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Makes the table.
     *
     * @param jdbc the interface
     * @param behaviour the class whose public methods stand in for those of the interface
     * @param denied the names of methods that are refused
     */
    static <T> Dispatch<T> of(Class<T> jdbc, Class<? extends Passing> behaviour, Set<String> denied) {
        Dispatch<T> dispatch = new Dispatch<>(jdbc);
        Map<String, Method> own = Arrays.stream(behaviour.getMethods())
                .filter(m -> m.getDeclaringClass() != Object.class && !m.isBridge())
                .collect(Collectors.toMap(Dispatch::signature, m -> m, (a, b) -> a));
        for (Method method : jdbc.getMethods()) {
            Method mine = own.get(signature(method));
            if (mine != null) {
                mine.setAccessible(true);
                dispatch.own.add(method);
                dispatch.actions.put(method, (target, args) -> mine.invoke(target, args));
            } else if (denied.contains(method.getName())) {
                dispatch.actions.put(method, (target, args) -> refuse(method));
            } else {
                dispatch.actions.put(method, (target, args) -> target.pass(method, args));
            }
        }
        return dispatch;
    }

    private static String signature(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }

    private static Object refuse(Method method) throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException(
                "Movex: " + method.getDeclaringClass().getSimpleName() + "." + method.getName()
                        + " can't be mirrored to a second database; use plain statements.",
                "0A000");
    }

    /** Returns whether the behaviour answers a method itself. */
    boolean standsIn(Method method) {
        return own.contains(method);
    }

    /** Returns an object of the interface that acts by the given behaviour. */
    T proxy(Passing behaviour) {
        try {
            return jdbc.cast(constructor.newInstance(new Handler(this, behaviour)));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private @Nullable Action action(Method method) {
        Action known = met.get(method);
        if (known == null) {
            known = actions.get(method);
            if (known != null) {
                remember(method, known);
            }
        }
        return known;
    }

    private synchronized void remember(Method method, Action action) {
        IdentityHashMap<Method, Action> more = new IdentityHashMap<>(met);
        more.put(method, action);
        met = more;
    }

    private record Handler(Dispatch<?> dispatch, Passing behaviour) implements InvocationHandler {
        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
            Action action = dispatch.action(method);
            if (action == null) {
                return ofObject(proxy, method, args);
            }
            try {
                return action.run(behaviour, args == null ? NONE : args);
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        }

        private Object ofObject(Object proxy, Method method, Object @Nullable [] args) {
            return switch (method.getName()) {
                case "equals" -> args != null && proxy == args[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> behaviour.toString();
            };
        }
    }

    /** What stands behind a proxy. */
    interface Passing {
        /** Runs a method of the interface on the driver's object. */
        @Nullable Object pass(Method method, Object[] args) throws Throwable;
    }

    private interface Action {
        @Nullable Object run(Passing target, Object[] args) throws Throwable;
    }
}
