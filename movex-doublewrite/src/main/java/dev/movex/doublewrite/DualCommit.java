package dev.movex.doublewrite;

import dev.movex.core.Side;
import dev.movex.core.control.Assignment;
import dev.movex.core.control.Fence;
import dev.movex.core.control.FencedException;
import dev.movex.core.control.SideFence;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.KeysJson;
import dev.movex.doublewrite.Secondary.Work;
import dev.movex.doublewrite.Secondary.Written;
import dev.movex.doublewrite.Steps.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a transaction that wrote planned tables while two databases are written. Thread-safe; each transaction
 * runs through it on its own thread. With {@link Ack#JOURNAL} nothing but the fourth step is done:
 *
 * <ol>
 *   <li>the images are read in the primary's transaction;
 *   <li>the secondary's fence is passed and the secondary is written, so that its row locks are taken while those of
 *       the primary are held;
 *   <li>the primary's fence is passed, the journal row with all keys is written and the primary commits, in one trip;
 *       from here on nothing is sent again;
 *   <li>the secondary commits;
 *   <li>the journal row goes, if every write met as many rows as on the primary.
 * </ol>
 */
final class DualCommit {
    /** The limit of a configuration is reached. */
    private static final String JOURNAL_FULL = "53400";
    /** In place of the id of a journal row, when the application has chosen to have none. */
    private static final long UNWRITTEN = -1;

    private final Engine engine;
    private final Fence fence;
    private final Secondary secondary;
    private final SecondaryCommits commits;

    DualCommit(Engine engine, Fence fence, Secondary secondary, SecondaryCommits commits) {
        this.engine = engine;
        this.fence = fence;
        this.secondary = secondary;
        this.commits = commits;
    }

    /**
     * Commits, or rolls the primary back and throws. Ends the ticket in its own time.
     *
     * @param primary the transaction on the primary
     * @param snapshot whether it may keep one snapshot for all its statements
     */
    void commit(Ticket ticket, Connection primary, PendingWrites writes, boolean snapshot) throws SQLException {
        Written written = null;
        boolean committed = false;
        long began = System.nanoTime();
        engine.metrics().count(Metric.DUAL_TRANSACTIONS);
        try {
            Assignment assignment = ticket.assignment();
            Collection<DirtyKey> keys = writes.keys();
            written = writeSecondary(assignment, primary, writes);
            engine.steps().at(Step.BEFORE_PRIMARY_COMMIT);
            long journal = commitPrimary(assignment, primary, keys, snapshot);
            committed = true;
            finish(
                    ticket,
                    new Finish(
                            journal,
                            written,
                            List.copyOf(keys),
                            assignment.pattern().primary()));
            engine.metrics().committed(System.nanoTime() - began);
        } catch (FencedException e) {
            engine.metrics().count(Metric.FENCED);
            throw e;
        } catch (SQLException e) {
            Side primarySide = ticket.assignment().pattern().primary();
            if (engine.side(primarySide).dialect().connectionFailure(e)) {
                engine.metrics().count(Metric.PRIMARY_FAILURES);
            }
            throw e;
        } finally {
            if (!committed) {
                abandon(ticket, primary, written);
            }
        }
    }

    private List<SecondaryWrite> secondaryWrites(Assignment assignment, Connection primary, PendingWrites writes)
            throws SQLException {
        SideAccess from = engine.side(assignment.pattern().primary());
        SideAccess to = engine.side(assignment.pattern().secondary());
        List<SecondaryWrite> images = new ImageReader(from, to).read(primary, writes);
        List<SecondaryWrite> replays = writes.replays();
        engine.metrics().count(Metric.REPLAYED_STATEMENTS, replays.size());
        if (images.isEmpty()) {
            return replays;
        }
        engine.metrics()
                .count(
                        Metric.IMAGES,
                        images.stream()
                                .filter(SecondaryWrite.Image.class::isInstance)
                                .count());
        List<SecondaryWrite> all = new ArrayList<>(replays);
        all.addAll(images);
        return all;
    }

    private long commitPrimary(Assignment assignment, Connection primary, Collection<DirtyKey> keys, boolean snapshot)
            throws SQLException {
        Side side = assignment.pattern().primary();
        SideFence open = new SideFence(side, assignment.epoch(), true);
        if (!engine.config().journal().written() && !snapshot) {
            fence.check(primary, engine.side(side).dialect(), open);
            primary.commit();
            return UNWRITTEN;
        }
        return fence.journalAndCommit(
                primary,
                engine.side(side).dialect(),
                engine.config().memberId(),
                KeysJson.write(keys),
                open,
                new Fence.OpenOn(
                        snapshot,
                        engine.side(side).severalStatements(),
                        engine.side(side).autoCommits()));
    }

    private Written writeSecondary(Assignment assignment, Connection primary, PendingWrites writes)
            throws SQLException {
        if (engine.config().ack() == Ack.JOURNAL) {
            return Secondary.LEFT_TO_APPLIERS;
        }
        Work work = new Work(secondaryWrites(assignment, primary, writes), writes.keys());
        SideFence expected = new SideFence(assignment.pattern().secondary(), assignment.epoch(), false);
        Written written = secondary.write(expected, work);
        SQLException error = written.error();
        if (error != null && engine.journal().full()) {
            throw new SQLTransientException(
                    "Movex: the journal holds " + engine.journal().rows() + " rows, its limit, and the "
                            + expected.side().label() + " could not be written, so that nothing was. Try again when it"
                            + " answers: " + error.getMessage(),
                    JOURNAL_FULL,
                    error);
        }
        if (error != null && engine.config().strict()) {
            throw new SQLException(
                    "Movex: the " + expected.side().label() + " could not be written, so that nothing was: "
                            + error.getMessage(),
                    error.getSQLState(),
                    error);
        }
        return written;
    }

    private static void rollBack(Connection primary) {
        try {
            primary.rollback();
        } catch (SQLException | RuntimeException e) {
            // the connection is broken, so that the server rolls back
        }
    }

    private SideAccess secondaryOf(Ticket ticket) {
        return engine.side(ticket.assignment().pattern().secondary());
    }

    private void abandon(Ticket ticket, Connection primary, @Nullable Written written) {
        if (written != null) {
            SecondaryConnections.rollBack(secondaryOf(ticket), written.connection());
        }
        rollBack(primary);
        engine.gate().exit(ticket);
    }

    private void finish(Ticket ticket, Finish finish) throws SQLException {
        ticket.applicationDone();
        boolean handedOver = false;
        try {
            engine.steps().at(Step.PRIMARY_COMMITTED);
            handedOver = true;
        } finally {
            if (!handedOver) {
                SecondaryConnections.rollBack(
                        secondaryOf(ticket), finish.written().connection());
                engine.gate().exit(ticket);
            }
        }
        commits.run(() -> {
            try {
                end(finish);
            } finally {
                engine.gate().exit(ticket);
            }
        });
    }

    private void end(Finish finish) {
        Side other = finish.primary().other();
        Written written = finish.written();
        boolean open = written.connection() != null;
        SQLException error = open ? secondary.commit(written, other) : written.error();
        boolean done = open && error == null;
        boolean mirrored = done && written.met();
        boolean journaled = finish.journal() != UNWRITTEN;
        if (error != null) {
            engine.failures().missed(engine.side(other), error, finish.keys(), journaled);
        }
        engine.tables().count(finish.keys(), mirrored);
        if (mirrored) {
            engine.metrics().count(Metric.MIRRORED);
        } else {
            engine.metrics().count(journaled ? Metric.JOURNALED : Metric.UNJOURNALED);
        }
        if (mirrored && journaled) {
            engine.cleaner().remove(finish.primary(), finish.journal());
        }
        if (done && !written.met()) {
            engine.metrics().count(Metric.SECONDARY_MISMATCHES);
        }
        if (done || !journaled) {
            engine.completed(finish.keys());
        }
    }

    private record Finish(long journal, Written written, List<DirtyKey> keys, Side primary) {}
}
