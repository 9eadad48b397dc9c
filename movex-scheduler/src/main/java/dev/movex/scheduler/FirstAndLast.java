package dev.movex.scheduler;

import dev.movex.core.MigrationState;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.control.ControlRow;
import dev.movex.core.control.Intent;
import dev.movex.core.control.PlanRecords;
import dev.movex.core.plan.StoredPlan;
import java.sql.SQLException;

/** The two moves that change no pattern: out of {@code initial}, and into {@code completed}. */
final class FirstAndLast {
    private final MigrationParts parts;

    FirstAndLast(MigrationParts parts) {
        this.parts = parts;
    }

    /**
     * Installs the migration in both databases.
     *
     * @return which tables another migration claims as well, and nothing is left; empty if none and it is installed
     */
    String begin(Asked by) throws SQLException {
        parts.store().createTables();
        parts.claims().make();
        parts.trail().installationAskedBy(by);
        parts.store().install();
        String taken = parts.claims().taken();
        if (!taken.isEmpty()) {
            parts.store().remove();
            parts.claims().drop();
            return taken;
        }
        keepPlan();
        return "";
    }

    /** On both sides, since a process may have to begin while either is away. */
    private void keepPlan() throws SQLException {
        Databases databases = parts.databases();
        StoredPlan plan = new StoredPlan(
                databases.srcDialect().name(), databases.dstDialect().name(), parts.plan());
        for (Side side : Side.values()) {
            Transactions.in(databases, side, connection -> {
                PlanRecords.put(connection, databases.dialect(side).control(), plan);
                return true;
            });
        }
    }

    /** Leaves an intent first, as every move does, so that whoever finds it half done can finish it. */
    void complete(Asked by) throws SQLException, ChangeBlockedException {
        Pattern pattern = MigrationState.COMPLETED.pattern();
        for (Side side : new Side[] {Side.DST, Side.SRC}) {
            ControlRow row = parts.store().read(side).orElse(null);
            if (row != null && row.state() != MigrationState.COMPLETED) {
                ControlRow asked = row.withIntent(new Intent(
                        pattern,
                        pattern,
                        MigrationState.COMPLETED,
                        row.epoch(),
                        parts.clock().instant(),
                        by.who(),
                        by.why(),
                        by.note()));
                replace(row, asked);
                replace(
                        asked,
                        asked.withIntent(null)
                                .raised(row.epoch(), row.pattern(), row.open(), MigrationState.COMPLETED));
            }
        }
    }

    private void replace(ControlRow row, ControlRow next) throws SQLException, ChangeBlockedException {
        if (!parts.store().compareAndSet(row, next, parts.settings().drainLimit())) {
            throw new ChangeBlockedException("the control row was changed by somebody else");
        }
    }
}
