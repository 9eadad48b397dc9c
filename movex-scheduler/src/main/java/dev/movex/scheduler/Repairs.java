package dev.movex.scheduler;

import dev.movex.core.MovexException;
import dev.movex.core.event.DeadLetterBox.Letter;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.repair.Proposal;
import dev.movex.core.repair.RepairResult;
import dev.movex.core.row.DirtyKey;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repairs that a person asks for: what repair gave up on, what it would do to keys, a repair of keys, and the way back.
 * Keys are named as events name them; no method tells values of rows. Thread-safe.
 */
public final class Repairs {
    private static final Logger LOG = LoggerFactory.getLogger(Repairs.class);

    private final MigrationParts parts;

    Repairs(MigrationParts parts) {
        this.parts = parts;
    }

    /** Returns the rows that repair gave up on, with the reasons; {@link dev.movex.core.repair.DeadReason} explains them. */
    public List<Letter> deadLetters() {
        return parts.workers().letters();
    }

    /**
     * Hands the rows that repair gave up on to it again. Those that are settled leave the list by and by.
     *
     * @return how many they are
     */
    public int retryDeadLetters(String who) throws InterruptedException {
        int retried = parts.workers().retryDead();
        LOG.info("{} dead letters tried again by {}", retried, who);
        return retried;
    }

    /**
     * Tells what a repair would do to the keys now, and writes nothing.
     *
     * @throws MovexException with code {@code NOT_DUAL} if one side alone is written, {@code UNKNOWN_KEY} if the plan has
     *     no such table, or {@code REPAIR_FAILED} if a database does not answer
     */
    public List<Proposal> propose(Collection<DirtyKey> keys) throws InterruptedException {
        known(keys);
        try {
            return parts.workers().propose(keys, parts.authority());
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * Repairs the rows of the keys and returns when they are settled or given up.
     *
     * @param run the name under which {@link #undo} finds what was overwritten; empty to keep nothing
     * @throws MovexException as {@link #propose}
     */
    public RepairResult repair(Collection<DirtyKey> keys, String run, String who) throws InterruptedException {
        known(keys);
        try {
            LOG.info("repair of {} keys asked for by {}", keys.size(), who);
            return parts.workers().repair(keys, run, parts.authority());
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * Puts back what a repair overwrote, as far as nobody has written the rows since.
     *
     * @throws MovexException with code {@code UNDO_UNKNOWN} if nothing is kept under the name, or as {@link #propose}
     */
    public RepairResult undo(String run, String who) throws InterruptedException {
        try {
            LOG.info("undo of repair {} asked for by {}", run, who);
            return parts.workers().undo(run, parts.authority());
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void known(Collection<DirtyKey> keys) {
        for (DirtyKey key : keys) {
            PlannedTable table = parts.plan()
                    .find(key.table())
                    .orElseThrow(() -> new MovexException(
                            "UNKNOWN_KEY",
                            "The plan has no table " + key.table() + ".",
                            "Name tables as the plan does: schema.table of the source."));
            if (table.key().size() != key.key().values().size()) {
                throw new MovexException(
                        "UNKNOWN_KEY",
                        "The key of " + key.table() + " has " + table.key().size() + " columns: "
                                + String.join(", ", table.key()) + ".",
                        "Give one value for each of them, in this order.");
            }
        }
    }

    private static MovexException failed(SQLException error) {
        return new MovexException(
                "REPAIR_FAILED",
                "A database did not answer (SQLState " + error.getSQLState() + ").",
                "What was repaired stays so; ask again when both databases answer.",
                error);
    }
}
