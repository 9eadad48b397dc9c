package dev.movex.doublewrite;

import dev.movex.core.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A physical connection in the hands of a session. It goes back to its pool when no transaction runs on it, no result
 * of it is open and nothing pins it. Belongs to one session; not thread-safe.
 */
final class Lease {
    private final SideAccess access;
    private final Connection physical;
    private final SessionDefaults defaults;
    private final SessionSettings settings;
    private final List<StatementBehaviour> statements = new ArrayList<>(2);
    private int strayResults;
    private boolean pinned;
    private boolean closed;

    private Lease(SideAccess access, Connection physical, SessionDefaults defaults, SessionSettings settings) {
        this.access = access;
        this.physical = physical;
        this.defaults = defaults;
        this.settings = settings;
    }

    static Lease take(SideAccess access, SessionSettings settings) throws SQLException {
        Connection physical = access.pool().getConnection();
        try {
            SessionDefaults defaults = access.defaults(physical);
            settings.applyTo(physical);
            return new Lease(access, physical, defaults, settings);
        } catch (SQLException | RuntimeException e) {
            try (physical) {
                throw e;
            }
        }
    }

    Side side() {
        return access.side();
    }

    SideAccess access() {
        return access;
    }

    Connection physical() {
        return physical;
    }

    SessionDefaults defaults() {
        return defaults;
    }

    boolean closed() {
        return closed;
    }

    boolean usable() throws SQLException {
        return !closed && !physical.isClosed();
    }

    boolean pinned() {
        return pinned;
    }

    void pin() {
        pinned = true;
    }

    void autoCommit(boolean on) throws SQLException {
        if (physical.getAutoCommit() != on) {
            physical.setAutoCommit(on);
        }
    }

    void add(StatementBehaviour statement) {
        statements.add(statement);
    }

    void remove(StatementBehaviour statement) {
        statements.remove(statement);
    }

    /** Counts a result that belongs to no statement of the session. */
    void strayOpened() {
        strayResults++;
    }

    void strayClosed() {
        strayResults--;
    }

    boolean resultsOpen() {
        if (strayResults > 0) {
            return true;
        }
        // asked after each call: a stream would be a good part of what a read allocates
        for (StatementBehaviour statement : statements) {
            if (statement.resultsOpen()) {
                return true;
            }
        }
        return false;
    }

    /** Gives the connection back to its pool, with what was changed on it undone. Never fails. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (StatementBehaviour statement : List.copyOf(statements)) {
            statement.leaseClosed(this);
        }
        try (physical) {
            settings.undoOn(physical, defaults);
        } catch (SQLException | RuntimeException e) {
            // broken; its pool finds out
        }
    }
}
