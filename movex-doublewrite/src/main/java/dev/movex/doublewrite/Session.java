package dev.movex.doublewrite;

import dev.movex.core.Side;
import dev.movex.core.control.Assignment;
import dev.movex.core.control.FencedException;
import dev.movex.doublewrite.sql.Classified;
import dev.movex.doublewrite.sql.SessionEffect;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind one connection of the application: its settings, the transaction that is open, and the physical
 * connection while one is needed. Used by one thread at a time, like any JDBC connection.
 */
final class Session {
    /** How long a transaction that has done nothing yet waits to hear of the pattern that has overtaken it. */
    private static final Duration OVERTAKEN = Duration.ofSeconds(5);

    private final Engine engine;
    private final SessionSettings settings = new SessionSettings();
    private boolean autoCommit;
    private boolean begunByText;
    private boolean closed;
    private boolean driverInUse;
    private boolean valuesDecided;
    private boolean modeUnknown;
    private final SessionNames names = new SessionNames(this);
    private @Nullable Unit unit;
    private @Nullable Lease attached;
    private final List<Lease> leases = new ArrayList<>(1);
    private final List<StatementBehaviour> statements = new ArrayList<>(2);

    /** @throws SQLException if how the primary's pool gives its connections out is not known, and it gives none */
    Session(Engine engine) throws SQLException {
        this.engine = engine;
        Side primary = engine.gate().assignment().pattern().primary();
        this.autoCommit = engine.side(primary).defaults().autoCommit();
    }

    Engine engine() {
        return engine;
    }

    SessionSettings settings() {
        return settings;
    }

    boolean autoCommit() {
        return autoCommit;
    }

    boolean closed() {
        return closed;
    }

    /** Returns whether statements belong to a transaction that the application ends. */
    boolean inTransaction() {
        return !autoCommit || begunByText;
    }

    @Nullable Unit unit() {
        return unit;
    }

    void checkOpen() throws SQLException {
        if (closed) {
            throw new SQLException("Movex: the connection is closed.", "08003");
        }
    }

    /** Returns the open transaction, or begins one. */
    Unit begin(String shown) throws SQLException {
        checkOpen();
        Unit current = unit;
        if (current != null) {
            current.ticket().sql(shown);
            return current;
        }
        while (true) {
            Ticket ticket = engine.gate().enter(shown);
            try {
                return begin(ticket);
            } catch (FencedException e) {
                // nothing has been sent: the pattern was over before this process has heard of the next one
                if (!engine.gate().awaitAssignmentAfter(ticket.assignment().epoch(), OVERTAKEN)) {
                    throw e;
                }
            }
        }
    }

    private Unit begin(Ticket ticket) throws SQLException {
        boolean begun = false;
        try {
            Lease lease = lease(ticket.assignment().pattern().primary());
            engine.sessions().used(lease, ticket);
            lease.autoCommit(!inTransaction());
            Unit first = new Unit(ticket, lease);
            unit = first;
            begun = true;
            return first;
        } finally {
            if (!begun) {
                engine.gate().exit(ticket);
                if (attached != null) {
                    release(attached);
                }
            }
        }
    }

    private Lease lease(Side side) throws SQLException {
        Lease current = attached;
        if (current != null && current.side() == side && current.usable()) {
            return current;
        }
        if (current != null && !current.resultsOpen()) {
            current.close();
            leases.remove(current);
        }
        Lease taken = Lease.take(engine.side(side), settings);
        if (current != null) {
            // what was said as SQL to the other database is not known here
            names.forget();
        }
        attached = taken;
        leases.add(taken);
        return taken;
    }

    /** Ends the unit after a statement in auto-commit mode; keeps it in a transaction. */
    void statementDone() {
        if (!inTransaction() && !driverInUse) {
            endUnit();
        }
    }

    private void endUnit() {
        Unit ended = unit;
        unit = null;
        if (ended != null) {
            if (!ended.ticketHandedOver()) {
                engine.gate().exit(ended.ticket());
            }
            release(ended.lease());
        }
    }

    /** Gives a physical connection back if nothing needs it any more. */
    void release(Lease lease) {
        boolean inUse = unit != null && unit.lease() == lease;
        if (!inUse && !lease.resultsOpen() && !(lease.pinned() && lease == attached && !closed)) {
            lease.close();
            leases.remove(lease);
            if (lease == attached) {
                attached = null;
            }
        }
    }

    /** Returns the physical connection that is at hand. */
    @Nullable Lease attached() {
        return attached;
    }

    void opened(StatementBehaviour statement) {
        statements.add(statement);
    }

    void closed(StatementBehaviour statement) {
        // from the end: what was opened last is mostly closed first
        for (int i = statements.size() - 1; i >= 0; i--) {
            if (statements.get(i) == statement) {
                statements.remove(i);
                return;
            }
        }
    }

    /** Runs something that writes planned tables: in the open transaction, or in one of its own. */
    <T> T mirrored(Unit current, Call<T> call) throws SQLException {
        if (inTransaction()) {
            return call.run();
        }
        current.lease().autoCommit(false);
        boolean done = false;
        try {
            T result = call.run();
            commit(current);
            done = true;
            return result;
        } finally {
            if (!done) {
                rollBackQuietly(current);
            }
            autoCommitAgain(current.lease());
        }
    }

    private static void rollBackQuietly(Unit current) {
        try {
            current.physical().rollback();
        } catch (SQLException | RuntimeException e) {
            // broken; the server rolls back
        }
    }

    private static void autoCommitAgain(Lease lease) {
        try {
            lease.autoCommit(true);
        } catch (SQLException | RuntimeException e) {
            // broken; the next use finds out
        }
    }

    private void commit(Unit current) throws SQLException {
        if (current.doomed()) {
            rollBackQuietly(current);
            throw new SQLException(
                    "Movex: the transaction was rolled back, since what an earlier statement wrote is not known.",
                    "25P02");
        }
        if (current.writes().isEmpty()) {
            current.physical().commit();
        } else {
            current.handOver();
            engine.dualCommit().commit(current.ticket(), current.physical(), current.writes(), snapshot(current));
        }
    }

    private boolean snapshot(Unit current) {
        int isolation = settings.isolation == null ? current.lease().defaults().isolation() : settings.isolation;
        return modeUnknown || current.isModeUnknown() || isolation > Connection.TRANSACTION_READ_COMMITTED;
    }

    /** Commits the open transaction, if there is one. */
    void commit() throws SQLException {
        begunByText = false;
        Unit current = unit;
        if (current != null) {
            try {
                commit(current);
            } finally {
                endUnit();
            }
        }
    }

    /** Rolls the open transaction back, if there is one. */
    void rollback() throws SQLException {
        boolean transaction = inTransaction();
        begunByText = false;
        Unit current = unit;
        if (current != null) {
            try {
                if (transaction) {
                    current.physical().rollback();
                }
            } finally {
                endUnit();
            }
        }
    }

    void autoCommit(boolean on) throws SQLException {
        checkOpen();
        if (on != autoCommit) {
            if (inTransaction()) {
                commit();
            } else {
                endUnit();
            }
            autoCommit = on;
        }
    }

    void beginByText() {
        begunByText = true;
    }

    /** Takes note of what a statement did to the session. */
    void effect(Unit current, Classified classified) throws SQLException {
        for (SessionEffect effect : classified.effects()) {
            effect(current, effect, classified.relations());
        }
    }

    private void effect(Unit current, SessionEffect effect, List<Classified.Relation> relations) throws SQLException {
        if (effect.pins()) {
            current.lease().pin();
        }
        switch (effect) {
            case TEMPORARY, TEMPORARY_GONE -> names.temporary(relations, effect == SessionEffect.TEMPORARY);
            case DECIDES_VALUES -> valuesDecided = true;
            case SEARCH_PATH -> names.searchPath(current.lease());
            case TRANSACTION_MODE -> current.modeUnknown();
            case SESSION_MODE -> modeUnknown = true;
            default -> {}
        }
    }

    /** Returns whether statements may be repeated on the secondary instead of sending images. */
    boolean mayReplay() {
        return !valuesDecided;
    }

    /** Returns what names mean in this session. */
    SessionNames names() {
        return names;
    }

    /** Returns whether two databases are written by what runs now. */
    boolean dual() {
        return assignment().pattern().dual();
    }

    Assignment assignment() {
        return unit == null ? engine.gate().assignment() : unit.assignment();
    }

    /** Runs something on a physical connection without beginning a transaction. */
    <T> T aside(SqlFunction<T> call) throws SQLException {
        Lease lease = asideLease();
        try {
            return call.apply(lease);
        } finally {
            release(lease);
        }
    }

    /** As {@link #aside}, for what may yield null. */
    @Nullable Object ask(SqlQuestion call) throws SQLException {
        Lease lease = asideLease();
        try {
            return call.apply(lease);
        } finally {
            release(lease);
        }
    }

    private Lease asideLease() throws SQLException {
        checkOpen();
        if (unit != null) {
            return unit.lease();
        }
        Lease lease = lease(assignment().pattern().primary());
        lease.autoCommit(true);
        return lease;
    }

    /**
     * Keeps the physical connection, since the application takes the driver's own object; outside a transaction that
     * counts as an open one until the connection is closed.
     *
     * @throws SQLException while two databases are written
     */
    Unit driverInUse() throws SQLException {
        Unit current = begin("(the driver's own connection is in use)");
        if (current.dual()) {
            statementDone();
            throw Denials.call("the driver's own object, which goes past the mirror");
        }
        driverInUse = true;
        current.lease().pin();
        return current;
    }

    /** Rolls back what is open and gives everything back. */
    void close() throws SQLException {
        if (closed) {
            return;
        }
        closed = true;
        Unit open = unit;
        try {
            rollback();
        } catch (SQLException e) {
            if (open != null) {
                // what its pool does with it must not commit what is open
                open.physical().abort(Runnable::run);
            }
        } finally {
            for (StatementBehaviour statement : statements) {
                statement.sessionClosed();
            }
            attached = null;
            for (Lease lease : leases) {
                lease.close();
            }
            leases.clear();
        }
    }

    /** Something that may fail. */
    interface Call<T> {
        T run() throws SQLException;
    }

    /** Something that needs a physical connection. */
    interface SqlFunction<T> {
        T apply(Lease lease) throws SQLException;
    }

    /** Something that needs a physical connection and may yield null. */
    interface SqlQuestion {
        @Nullable Object apply(Lease lease) throws SQLException;
    }
}
