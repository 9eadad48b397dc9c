package dev.movex.testkit.shop;

import java.sql.SQLException;
import java.util.Set;

/** What an application concludes from the SQLState of an error. */
final class SqlStates {
    private static final Set<String> RETRYABLE = Set.of("40001", "40P01");
    private static final Set<String> DEFINITE_CLASSES =
            Set.of("0A", "21", "22", "23", "25", "28", "40", "42", "44", "53", "54", "55", "P0");
    private static final Set<String> UNKNOWN_ALTHOUGH_OF_THE_CLASS = Set.of("40003");
    private static final Set<String> DEFINITE = Set.of("57014", "08001", "08004");

    private SqlStates() {}

    static boolean isRetryable(SQLException e) {
        return e.getSQLState() != null && RETRYABLE.contains(e.getSQLState());
    }

    /** Returns whether the error of a commit, or of a statement that commits by itself, means that nothing was written. */
    static boolean meansNothingWritten(SQLException e) {
        String state = e.getSQLState();
        return state != null
                && state.length() == 5
                && !UNKNOWN_ALTHOUGH_OF_THE_CLASS.contains(state)
                && (DEFINITE.contains(state) || DEFINITE_CLASSES.contains(state.substring(0, 2)));
    }
}
