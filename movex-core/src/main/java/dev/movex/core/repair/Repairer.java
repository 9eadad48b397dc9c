package dev.movex.core.repair;

import dev.movex.core.access.Databases;
import dev.movex.core.access.Hooks;
import dev.movex.core.control.Authority;
import dev.movex.core.plan.Plan;
import dev.movex.core.row.DirtyKey;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes the rows of keys on the other side equal to the base's, under locks, while the application writes. It reads the
 * truth when it acts, so that a late, doubled or reordered key does no harm:
 *
 * <ol>
 *   <li>the base's row is locked (shared) and read; then the other side's row is locked and read;
 *   <li>if they differ, the base's full image is written;
 *   <li>if the base has no row, it is looked for again in a fresh snapshot while the other side's row is locked, and that
 *       row is deleted only if the base still has none;
 *   <li>if neither side has a row, the key is forgotten only after the transactions that were open on the other side at
 *       the look have ended and a second look agrees;
 *   <li>if the image meets another row by a unique key, everything is released and begun again with both keys.
 * </ol>
 *
 * <p>Both sides' fences are checked in each transaction; the base's ends last. Thread-safe.
 */
public final class Repairer implements KeyRepair {
    private final RepairContext context;

    public Repairer(Plan plan, Databases databases, RepairOptions options, Hooks hooks, UndoImages undo) {
        this.context = new RepairContext(plan, databases, options, hooks.pauser(), hooks.steps(), undo);
    }

    /** Returns a repairer with standard limits. */
    public static Repairer standard(Plan plan, Databases databases) {
        return new Repairer(plan, databases, RepairOptions.standard(), Hooks.real(), UndoImages.none());
    }

    @Override
    public RepairResult repair(Collection<DirtyKey> keys, Supplier<Authority> authority)
            throws SQLException, InterruptedException {
        try (Connections connections = new Connections(context.databases())) {
            return new RepairCall(context, connections, authority).run(keys);
        }
    }

    /**
     * Tells what {@link #repair} would do to the keys if it were called now. Locks and fences are the same, for as short a
     * time, and nothing is written.
     *
     * @throws SQLException if a database is gone
     */
    public List<Proposal> propose(Collection<DirtyKey> keys, Supplier<Authority> authority)
            throws SQLException, InterruptedException {
        try (Connections connections = new Connections(context.databases())) {
            return new DryRun(context, connections, authority).run(keys);
        }
    }
}
