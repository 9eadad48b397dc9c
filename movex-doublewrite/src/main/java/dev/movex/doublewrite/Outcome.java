package dev.movex.doublewrite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * What an execution yielded.
 *
 * @param rows its result; null if it has none
 * @param count its update count; −1 if it has a result instead
 * @param keys the generated keys; null if none were asked for
 * @param hidden how many columns at the end of result or keys are Movex's own
 * @param more whether the driver's statement may have further results
 */
record Outcome(
        @Nullable ResultSet rows, long count, @Nullable ResultSet keys, int hidden, boolean more) {
    static final Outcome NOTHING = new Outcome(null, 0, null, 0, false);
    /** That of a statement which has not run yet. */
    static final Outcome NOT_YET = new Outcome(null, -1, null, 0, false);

    static Outcome ofRows(ResultSet rows) {
        return new Outcome(rows, -1, null, 0, false);
    }

    static Outcome ofCount(long count) {
        return new Outcome(null, count, null, 0, false);
    }

    /** Returns the present result of a driver's statement. */
    static Outcome of(boolean hasRows, Statement statement) throws SQLException {
        return hasRows ? ofRows(statement.getResultSet()) : ofCount(statement.getUpdateCount());
    }

    Outcome withKeys(@Nullable ResultSet other) {
        return new Outcome(rows, count, other, hidden, more);
    }

    Outcome withMore(boolean other) {
        return other == more ? this : new Outcome(rows, count, keys, hidden, other);
    }
}
