package dev.movex.doublewrite;

import dev.movex.core.control.Assignment;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A transaction of a session, or a single statement in auto-commit mode. Belongs to one session; not thread-safe. */
final class Unit {
    private final Ticket ticket;
    private final Lease lease;
    private final PendingWrites writes = new PendingWrites();
    private final List<Mark> marks = new ArrayList<>();
    private boolean ticketHandedOver;
    private boolean modeUnknown;
    private boolean doomed;

    Unit(Ticket ticket, Lease lease) {
        this.ticket = ticket;
        this.lease = lease;
    }

    Ticket ticket() {
        return ticket;
    }

    Assignment assignment() {
        return ticket.assignment();
    }

    boolean dual() {
        return assignment().pattern().dual();
    }

    Lease lease() {
        return lease;
    }

    Connection physical() {
        return lease.physical();
    }

    PendingWrites writes() {
        return writes;
    }

    /**
     * Notes a write of the primary.
     *
     * @param updated the columns that an update has changed; empty if rows may have come or gone
     */
    void wrote(PendingWrite write, Set<String> updated) {
        writes.add(write, lease.access().tables().shares(write.table()), updated);
    }

    /** Marks that someone else ends the ticket. */
    void handOver() {
        ticketHandedOver = true;
    }

    boolean ticketHandedOver() {
        return ticketHandedOver;
    }

    void modeUnknown() {
        modeUnknown = true;
    }

    /** Marks that something was written on the primary of which the secondary will not learn. */
    void doom() {
        doomed = true;
    }

    boolean doomed() {
        return doomed;
    }

    boolean isModeUnknown() {
        return modeUnknown;
    }

    void savepoint(@Nullable Savepoint savepoint, String name) {
        marks.add(new Mark(savepoint, name, writes.mark()));
    }

    void backTo(Savepoint savepoint) throws SQLException {
        backTo(find(savepoint, ""));
    }

    void backTo(String name) {
        backTo(find(null, name));
    }

    private void backTo(int index) {
        if (index >= 0) {
            writes.backTo(marks.get(index).writes());
            marks.subList(index + 1, marks.size()).clear();
        }
    }

    private int find(@Nullable Savepoint savepoint, String name) {
        for (int i = marks.size() - 1; i >= 0; i--) {
            Mark mark = marks.get(i);
            if (savepoint == null ? mark.name().equals(name) : mark.savepoint() == savepoint) {
                return i;
            }
        }
        return -1;
    }

    private record Mark(@Nullable Savepoint savepoint, String name, int writes) {}
}
