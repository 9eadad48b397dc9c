package dev.movex.doublewrite;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Copies of values that the application may change after it has handed them over. Thread-safe. */
final class Copies {
    private static final ClassValue<Optional<Method>> CLONES = new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> type) {
            return method(type);
        }
    };

    private Copies() {}

    /** Returns a copy of a value that can be changed, and the value itself if it can't, as far as can be told. */
    @Nullable static Object of(@Nullable Object value) throws SQLException {
        if (value == null || value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value instanceof java.sql.Array array) {
            return MovexArray.of(array);
        }
        if (value.getClass().isArray()) {
            return array(value);
        }
        return value instanceof Cloneable ? cloned(value) : value;
    }

    private static Object array(Object array) throws SQLException {
        int length = Array.getLength(array);
        Class<?> type = array.getClass().getComponentType();
        Object copy = Array.newInstance(type, length);
        if (type.isPrimitive()) {
            System.arraycopy(array, 0, copy, 0, length);
            return copy;
        }
        for (int i = 0; i < length; i++) {
            Object element = Array.get(array, i);
            Object copied = of(element);
            Array.set(copy, i, type.isInstance(copied) ? copied : element);
        }
        return copy;
    }

    private static Object cloned(Object value) {
        Optional<Method> method = CLONES.get(value.getClass());
        try {
            return method.isPresent() ? method.get().invoke(value) : value;
        } catch (IllegalAccessException | InvocationTargetException e) {
            // it says that it can be copied, and can't; the driver gets what the application gave
            return value;
        }
    }

    private static Optional<Method> method(Class<?> type) {
        try {
            Method method = type.getMethod("clone");
            boolean callable =
                    Modifier.isPublic(type.getModifiers()) && type.getModule().isExported(type.getPackageName());
            return callable ? Optional.of(method) : Optional.empty();
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }
}
