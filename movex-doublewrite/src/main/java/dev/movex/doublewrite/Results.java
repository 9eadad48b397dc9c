package dev.movex.doublewrite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the last execution of a statement yielded, and which results of it are open. Used by one thread at a time. */
final class Results {
    private final Session session;
    private final Owner owner;
    private final List<ResultSetBehaviour> open = new ArrayList<>(0);
    private Outcome outcome = Outcome.NOT_YET;
    private @Nullable Statement statement;
    private @Nullable ResultSet rows;
    private @Nullable ResultSet keys;

    Results(Session session, Owner owner) {
        this.session = session;
        this.owner = owner;
    }

    /** What results come from. */
    interface Owner {
        /** Returns the physical connection that they are on; null if there is none. */
        @Nullable Lease lease();

        /** The application has closed one. */
        void resultClosed();
    }

    Session session() {
        return session;
    }

    @Nullable Lease lease() {
        return owner.lease();
    }

    void accept(Outcome yielded, @Nullable Statement of) {
        outcome = yielded;
        statement = of;
        rows = yielded.rows() == null ? null : visible(yielded.rows(), yielded.hidden(), of);
        keys = yielded.keys() == null ? null : visible(yielded.keys(), yielded.hidden(), of);
    }

    /** Returns the application's view of a result, and keeps it until it is closed. */
    ResultSet visible(ResultSet raw, int hidden, @Nullable Statement of) {
        ResultSetBehaviour behaviour = new ResultSetBehaviour(raw, this, of);
        open.add(behaviour);
        return behaviour.proxy(hidden);
    }

    /** Returns the application's view of a result that came out of another one. */
    ResultSet inner(ResultSet raw) {
        return visible(raw, 0, statement);
    }

    void closed(ResultSetBehaviour result) {
        open.remove(result);
        owner.resultClosed();
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
        while (!open.isEmpty()) {
            open.remove(open.size() - 1).rows().close();
        }
        outcome = Outcome.NOT_YET;
        rows = null;
        keys = null;
    }

    /** Forgets open results: whatever they belong to closes them. */
    void forget() {
        open.clear();
    }
}
