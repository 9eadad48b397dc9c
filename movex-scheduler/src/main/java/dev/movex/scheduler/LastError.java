package dev.movex.scheduler;

import dev.movex.core.MovexException;
import java.sql.SQLException;
import java.time.Instant;

/**
 * An error of the scheduler's own work.
 *
 * @param at when
 * @param code a code such as {@code CHANGE_BLOCKED}, or the SQLState, or the kind of the error
 * @param where the work that failed
 * @param what what went wrong; no values of rows
 */
public record LastError(Instant at, String code, String where, String what) {
    static LastError of(Instant at, String where, Exception error) {
        if (error instanceof SQLException sql) {
            String state = "SQLState " + sql.getSQLState();
            return new LastError(at, state, where, state);
        }
        String code = error instanceof MovexException known
                ? known.code()
                : error instanceof ChangeBlockedException
                        ? "CHANGE_BLOCKED"
                        : error.getClass().getSimpleName();
        return new LastError(at, code, where, String.valueOf(error.getMessage()));
    }
}
