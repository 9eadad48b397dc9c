package dev.movex.scheduler;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.control.ControlRow;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and checks the audit trail of a migration that need not be open anywhere. Changes nothing. Thread-safe. */
public final class AuditReader {
    private final JdbcControlStore store;
    private final AuditTrail trail;

    /** @param databases the two databases of the migration */
    public AuditReader(String migration, Databases databases) {
        this.store = new JdbcControlStore(migration, databases);
        this.trail = new AuditTrail(migration, databases, Clock.systemUTC());
    }

    /** Returns the entries, the oldest first; none if the migration is not installed. */
    public List<AuditEntry> entries() throws SQLException {
        return open() == null ? List.of() : trail.entries();
    }

    /** Looks whether both chains are whole, agree with each other, and with the control row. */
    public AuditVerdict verify() throws SQLException {
        ControlRow open = open();
        return open == null ? new AuditVerdict(true, List.of(), Map.of(), 0) : trail.verify(open);
    }

    private @Nullable ControlRow open() throws SQLException {
        ControlRow found = null;
        for (Side side : Side.values()) {
            ControlRow row = store.read(side).orElse(null);
            found = row != null && (found == null || row.open()) ? row : found;
        }
        return found;
    }
}
