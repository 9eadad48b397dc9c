package dev.movex.doublewrite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the last execution of a statement yielded, and which results of it are open. Used by one thread at a time. */
final class Results {
    private final Runnable onClose;
    private final Set<ResultSetBehaviour> open = new LinkedHashSet<>();
    private Outcome outcome = Outcome.ofCount(-1);
    private @Nullable ResultSet rows;
    private @Nullable ResultSet keys;

    /**
     * @param onClose called when the application has closed a result
     */
    Results(Runnable onClose) {
        this.onClose = onClose;
    }

    void accept(Outcome yielded, @Nullable Statement statement, boolean dual) {
        outcome = yielded;
        rows = yielded.rows() == null ? null : visible(yielded.rows(), yielded.hidden(), statement, dual);
        keys = yielded.keys() == null ? null : visible(yielded.keys(), yielded.hidden(), statement, dual);
    }

    /** Returns the application's view of a result, and keeps it until it is closed. */
    ResultSet visible(ResultSet raw, int hidden, @Nullable Statement statement, boolean dual) {
        ResultSetBehaviour behaviour = new ResultSetBehaviour(raw, statement, dual, closed -> {
            open.remove(closed);
            onClose.run();
        });
        open.add(behaviour);
        return behaviour.proxy(hidden);
    }

    long count() {
        return outcome.count();
    }

    @Nullable ResultSet rows() {
        return rows;
    }

    @Nullable ResultSet keys() {
        return keys;
    }

    /** Returns whether the driver's statement may have further results. */
    boolean more() {
        return outcome.more();
    }

    boolean anyOpen() {
        return !open.isEmpty();
    }

    /** Closes them and forgets the execution. */
    void close() throws SQLException {
        for (ResultSetBehaviour each : List.copyOf(open)) {
            open.remove(each);
            each.rows().close();
        }
        outcome = Outcome.ofCount(-1);
        rows = null;
        keys = null;
    }

    /** Forgets open results: whatever they belong to closes them. */
    void forget() {
        open.clear();
    }
}
