package dev.movex.scheduler;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.control.ControlRow;
import dev.movex.core.repair.Proposal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes the primary of a migration that follows a log, around the change that all migrations make:
 *
 * <ol>
 *   <li>the new primary's log is read from here on, so that there is a way back;
 *   <li>writes to the old primary are stopped, for everybody but Movex; this waits for the open transactions;
 *   <li>its log is read up to now, and what it names is brought over;
 *   <li>the rows that were followed last are compared;
 *   <li>the change: counters are raised, fences, the decision;
 *   <li>the new primary is free to be written.
 * </ol>
 *
 * Whatever fails before the decision lets the old primary be written again. After it the old primary stays stopped.
 */
final class FollowSwitch {
    private static final Logger LOG = LoggerFactory.getLogger(FollowSwitch.class);
    private static final Duration RELEASE = Duration.ofMinutes(1);
    private static final Duration READER_START = Duration.ofMinutes(2);

    private final MigrationParts parts;
    private final FollowDesk desk;

    FollowSwitch(MigrationParts parts) {
        this.parts = parts;
        this.desk = parts.workers().follow();
    }

    @FunctionalInterface
    interface Change {
        void make() throws SQLException, ChangeBlockedException, InterruptedException;
    }

    /** Returns how long writes were stopped before the decision, in milliseconds. */
    double around(Side from, Side to, Change change) throws SQLException, ChangeBlockedException, InterruptedException {
        Duration limit = parts.settings().drainLimit();
        long stopped;
        desk.switching(true);
        try {
            desk.log().read(to);
            desk.awaitStart(to, READER_START, () -> false);
            stopped = System.nanoTime();
            desk.writeStop().stop(from, limit);
            awaitApplied(from, limit);
            compareLate();
            // a successor that took this process for dead would have taken the stop back
            if (!desk.writeStop().stands(from)) {
                throw new ChangeBlockedException("somebody has taken back the stop of writes");
            }
            change.make();
        } catch (MovexException e) {
            freePrimary();
            throw new ChangeBlockedException(e.problem() + " " + e.remedy());
        } catch (SQLException | ChangeBlockedException | InterruptedException | RuntimeException e) {
            freePrimary();
            throw e;
        } finally {
            desk.switching(false);
        }
        double millis = (System.nanoTime() - stopped) / 1e6;
        freePrimary();
        return millis;
    }

    private void awaitApplied(Side from, Duration limit) throws ChangeBlockedException, InterruptedException {
        boolean applied = desk.log().reading(from).isPresent()
                && desk.log().reading(from).get().upToNow(limit);
        if (!applied) {
            throw new ChangeBlockedException("the log of the " + from.label()
                    + " was not read up to the stop of writes in " + limit.toSeconds() + " s");
        }
    }

    private void compareLate() throws SQLException, ChangeBlockedException, InterruptedException {
        List<Proposal> different = parts.workers().propose(desk.late(), parts.authority()).stream()
                .filter(p -> p.action() != Proposal.Action.NOTHING)
                .toList();
        if (!different.isEmpty()) {
            throw new ChangeBlockedException(different.size() + " of the rows that were followed last differ: "
                    + different.stream()
                            .limit(3)
                            .map(p -> p.key() + " (" + p.action() + ")")
                            .collect(Collectors.joining(", ")));
        }
        if (parts.workers().deadLetters() > 0) {
            throw new ChangeBlockedException("rows could not be brought over; look at the dead letters");
        }
    }

    private void freePrimary() throws InterruptedException {
        ControlRow row = parts.authority().row();
        if (row == null) {
            return;
        }
        Side primary = row.pattern().primary();
        try {
            desk.writeStop().release(primary, RELEASE);
        } catch (SQLException | MovexException e) {
            LOG.error(
                    "writes to the {} are stopped still ({}): it is tried again when the migration is opened",
                    primary.label(),
                    e instanceof SQLException failed ? "SQLState " + failed.getSQLState() : e.getMessage());
        }
    }
}
