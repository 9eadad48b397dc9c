package dev.movex.doublewrite;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The driver's statement behind one of the application's: made when it is needed on a physical connection, made anew on
 * another one, set as the application has set its own. Used by one thread at a time, but for {@link #cancel}.
 */
final class DriverStatement {
    private final StatementBehaviour owner;
    private final Method creator;
    private final Object[] creatorArgs;
    private Map<String, Setting> settings = Map.of();
    private final Object cancelling = new Object();
    private volatile @Nullable Statement current;
    private volatile @Nullable Statement capturing;
    private @Nullable Lease lease;
    private @Nullable SQLWarning warnings;

    /**
     * @param creator the method of Connection that makes the driver's statement
     * @param creatorArgs its arguments
     */
    DriverStatement(StatementBehaviour owner, Method creator, Object[] creatorArgs) {
        this.owner = owner;
        this.creator = creator;
        this.creatorArgs = creatorArgs;
    }

    private record Setting(Method setter, Object[] args) {}

    /** Returns the physical connection that it is on; null if it is on none. */
    @Nullable Lease lease() {
        return lease;
    }

    /** Returns the driver's statement if there is one. */
    @Nullable Statement current() {
        return current;
    }

    /** Returns the driver's statement on a physical connection. */
    Statement on(Lease wanted) throws SQLException {
        Statement there = current;
        if (there != null && lease == wanted) {
            return there;
        }
        attach(wanted);
        Statement made = (Statement) Objects.requireNonNull(invoke(creator, wanted.physical(), creatorArgs));
        for (Setting setting : settings.values()) {
            invoke(setting.setter(), made, setting.args());
        }
        current = made;
        return made;
    }

    private void attach(Lease wanted) {
        if (lease != wanted) {
            detach();
            wanted.add(owner);
            lease = wanted;
        }
    }

    /** Takes another statement of the driver that runs in place of the usual one. */
    void capturing(Lease wanted, Statement made) throws SQLException {
        attach(wanted);
        Statement old = capturing;
        if (old != null) {
            old.close();
        }
        capturing = made;
        Setting timeout = settings.get("setQueryTimeout");
        if (timeout != null) {
            invoke(timeout.setter(), made, timeout.args());
        }
    }

    /** Closes what the driver has. */
    void detach() {
        Lease old = lease;
        lease = null;
        Statement oldCurrent;
        Statement oldCapturing;
        synchronized (cancelling) {
            oldCurrent = current;
            oldCapturing = capturing;
            current = null;
            capturing = null;
        }
        if (old != null) {
            old.remove(owner);
            close(oldCurrent);
            close(oldCapturing);
        }
    }

    private void close(@Nullable Statement statement) {
        if (statement != null) {
            try (statement) {
                warnings = statement.getWarnings();
            } catch (SQLException | RuntimeException e) {
                // goes with its connection
            }
        }
    }

    /** Remembers a setting, and sets it if the driver's statement is there. */
    void set(Method setter, Object[] args) throws SQLException {
        if (settings.isEmpty()) {
            settings = new LinkedHashMap<>();
        }
        settings.put(setter.getName(), new Setting(setter, args));
        Statement there = current;
        if (there != null) {
            invoke(setter, there, args);
        }
    }

    /** Returns what was set for a getter; null if nothing was. */
    @Nullable Object setting(Method getter) {
        Setting known = settings.get("s" + getter.getName().substring(1));
        return known == null ? null : known.args()[0];
    }

    @Nullable SQLWarning warnings() throws SQLException {
        Statement there = current;
        return there == null ? warnings : there.getWarnings();
    }

    void clearWarnings() throws SQLException {
        warnings = null;
        Statement there = current;
        if (there != null) {
            there.clearWarnings();
        }
    }

    /**
     * Cancels what runs; from any thread. The connection is not given back meanwhile: drivers cancel through a connection
     * of their own, and an order that came late would end what others run on this one by then.
     */
    void cancel() throws SQLException {
        synchronized (cancelling) {
            Statement there = current;
            if (there != null) {
                there.cancel();
            }
            Statement other = capturing;
            if (other != null) {
                other.cancel();
            }
        }
    }

    /** Runs a method of the driver's object and throws what it throws. */
    static @Nullable Object invoke(Method method, Object target, Object[] args) throws SQLException {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SQLException sql) {
                throw sql;
            }
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new SQLException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new SQLException(e);
        }
    }
}
