package dev.movex.core.copy;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Horizon;
import dev.movex.core.access.Steps.Step;
import dev.movex.core.access.Watch;
import dev.movex.core.control.Authority;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.repair.KeyRepair;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Copies tables from the base to the other side while the application writes both:
 *
 * <ol>
 *   <li>chunks are read without locks and written where the key does not exist yet, so that an image that the
 *       application has written is never overwritten by an older one;
 *   <li>the cursor is saved after a chunk's commit, before its worker begins another one, and never jumps over a chunk
 *       that is under way;
 *   <li>when all chunks are committed, the base's transactions that are open then are waited for: a delete among them
 *       may have met nothing on the other side, because the chunk had not been there;
 *   <li>then both sides are compared, and what differs is repaired under locks.
 * </ol>
 *
 * <p>As many chunks are under way at once as the options say, over all tables that are copied at the same time.
 *
 * <p>It must not begin before every member writes both databases and every earlier transaction has ended. Thread-safe;
 * tables may be copied at the same time.
 */
public final class Copier {
    private final Plan plan;
    private final Databases databases;
    private final CursorStore cursors;
    private final KeyRepair repair;
    private final CopyOptions options;
    private final Hooks hooks;
    private final Semaphore slots;

    public Copier(
            Plan plan, Databases databases, CursorStore cursors, KeyRepair repair, CopyOptions options, Hooks hooks) {
        this.plan = plan;
        this.databases = databases;
        this.cursors = cursors;
        this.repair = repair;
        this.options = options;
        this.hooks = hooks;
        this.slots = new Semaphore(options.parallel(), true);
    }

    /**
     * Copies a table and proves the copy, or goes on where an earlier call ended.
     *
     * @param authority asked before each transaction; its base must stay the same
     * @throws SQLException if a database fails for longer than the tries allow; the copy can be taken up again
     * @throws MovexException with code {@code BASE_CHANGED} if another side becomes the base, or {@code
     *     TRANSACTION_STILL_OPEN} if a transaction of the base does not end in time
     */
    public CopyResult copyTable(PlannedTable table, Supplier<Authority> authority, Watch watch)
            throws SQLException, InterruptedException {
        Instant started = hooks.clock().instant();
        long begun = System.nanoTime();
        Side base = authority.get().base();
        CopyCursor cursor = load(base, table);
        Map<CopyWay, Long> ways = Map.of();
        if (!cursor.complete()) {
            CopyLedger ledger = new CopyLedger(cursor, done -> cursors.save(name(base, table), done.toJson()));
            try (ChunkRun run = new ChunkRun(databases, plan.migration(), table, base, options, hooks, slots)) {
                ChunkCopy chunks = new ChunkCopy(databases, table, base, repair, options, hooks.pauser());
                run.run(ledger, (writer, range, size) -> chunks.copy(writer, range, size, authority), watch);
            }
            cursor = ledger.cursor();
            ways = ledger.ways();
        }
        CopyProof proof = new CopyProof(plan, databases, table, base, repair, hooks);
        if (cursor.complete() && awaitBase(base, table, watch)) {
            hooks.steps().reached(Step.COPY_COMPLETE);
            proof.run(authority, watch);
        }
        return new CopyResult(
                table.name(),
                base,
                cursor.rows(),
                cursor.chunks(),
                ways,
                started,
                hooks.clock().instant(),
                (System.nanoTime() - begun) / 1e9,
                proof.compared(),
                proof.repaired(),
                proof.unsettled(),
                proof.proven(),
                watch.cancelled());
    }

    /** Forgets how far the copy of a table from the given base has come. */
    public void restart(PlannedTable table, Side base) throws SQLException {
        cursors.remove(name(base, table));
    }

    private CopyCursor load(Side base, PlannedTable table) throws SQLException {
        return cursors.load(name(base, table)).map(CopyCursor::ofJson).orElse(CopyCursor.START);
    }

    /** Returns the name of the cursor that tells how far the copy of a table from a base has come. */
    public static String cursorName(Side base, PlannedTable table) {
        return name(base, table);
    }

    private static String name(Side base, PlannedTable table) {
        return "copy/" + base + "/" + table.name();
    }

    private boolean awaitBase(Side base, PlannedTable table, Watch watch) throws SQLException, InterruptedException {
        if (Horizon.await(databases, base, options.horizonWait(), hooks.pauser(), watch::cancelled)) {
            return true;
        }
        if (watch.cancelled()) {
            return false;
        }
        throw new MovexException(
                "TRANSACTION_STILL_OPEN",
                "A transaction of the " + base.label() + " that was open when the copy of " + table.name()
                        + " ended has not ended in " + options.horizonWait() + ".",
                "End it, then take the copy up again; only its proof is left to do.");
    }
}
