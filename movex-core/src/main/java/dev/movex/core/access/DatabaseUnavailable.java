package dev.movex.core.access;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says why a side's database can't be used. Codes are {@code SOURCE_} or {@code TARGET_} followed by {@code
 * WRONG_PASSWORD}, {@code DATABASE_MISSING}, {@code UNREACHABLE}, {@code TOO_MANY_CONNECTIONS} or {@code UNAVAILABLE}.
 */
public final class DatabaseUnavailable extends MovexException {
    private static final long serialVersionUID = 1L;

    private DatabaseUnavailable(String code, String problem, String remedy, @Nullable Throwable cause) {
        super(code, problem, remedy, cause);
    }

    /** Returns what the error of an attempt to connect means. The text of unknown errors is left out: it may quote a URL with a password. */
    public static DatabaseUnavailable because(Side side, SQLException error) {
        String prefix = side.label().toUpperCase(Locale.ROOT) + "_";
        String the = "The " + side.label();
        SQLException known = withState(error);
        String state = known.getSQLState() == null ? "" : known.getSQLState();
        if (state.startsWith("28")) {
            return new DatabaseUnavailable(
                    prefix + "WRONG_PASSWORD",
                    the + " refused the user or the password.",
                    "Check the user and the password, and that the server lets this user in from here.",
                    known);
        }
        if (state.equals("3D000")) {
            return new DatabaseUnavailable(
                    prefix + "DATABASE_MISSING",
                    the + " has no database of the name in the URL.",
                    "Create the database or mend the URL.",
                    known);
        }
        if (state.equals("53300")) {
            return new DatabaseUnavailable(
                    prefix + "TOO_MANY_CONNECTIONS",
                    the + " takes no more connections.",
                    "Raise the server's limit of connections or shrink the pools.",
                    known);
        }
        if (state.startsWith("08") || state.startsWith("57P")) {
            return new DatabaseUnavailable(
                    prefix + "UNREACHABLE",
                    the + " can't be reached.",
                    "Check host and port, that the server runs, and that no firewall stands between.",
                    known);
        }
        return new DatabaseUnavailable(
                prefix + "UNAVAILABLE",
                the + " could not be used (SQLState " + (state.isEmpty() ? "unknown" : state) + ").",
                "Check the URL, the driver and the server's log.",
                null);
    }

    /** A pool's own error hides the driver's. */
    private static SQLException withState(SQLException error) {
        SQLException found = error;
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                found = sql;
            }
        }
        return found;
    }
}
