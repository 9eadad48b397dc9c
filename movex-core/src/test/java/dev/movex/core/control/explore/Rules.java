package dev.movex.core.control.explore;

import dev.movex.core.Side;
import dev.movex.core.control.ControlRow;
import dev.movex.core.control.explore.Process.Mode;
import dev.movex.core.control.explore.Transaction.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What must hold after each move, and where everything must come to rest. */
final class Rules {
    private Rules() {}

    /** Returns the rule that a move breaks. */
    static Optional<String> broken(Scene before, Scene after) {
        if (after.src().open() && after.dst().open()) {
            return Optional.of("never two open primaries");
        }
        for (Side side : Side.values()) {
            if (after.row(side).epoch() < before.row(side).epoch()) {
                return Optional.of("an epoch never falls");
            }
            boolean opens = after.row(side).open() && !before.row(side).open();
            if (opens && after.outside().journal(side.other()) > 0) {
                return Optional.of("no write is lost: only the open side's journal may hold rows");
            }
            if (opens && after.row(side.other()).epoch() < after.row(side).epoch()) {
                return Optional.of("a side is opened only when the other one is fenced at least as high");
            }
            boolean forgets = before.outside().journal(side) > after.outside().journal(side)
                    && before.processes().equals(after.processes());
            ControlRow open = after.open();
            if (forgets && open != null && open.pattern().dual()) {
                return Optional.of("no write is lost: a journal is forgotten only when its other side is given up");
            }
        }
        return inProcesses(before, after);
    }

    private static Optional<String> inProcesses(Scene before, Scene after) {
        for (int i = 0; i < before.processes().size(); i++) {
            Process was = before.processes().get(i);
            Process is = after.processes().get(i);
            if (is.state().assignment().epoch() < was.state().assignment().epoch()) {
                return Optional.of("a member's epoch never falls");
            }
            if (is.held()
                    && !was.held()
                    && is.state().held() != null
                    && is.state().held().epoch() <= is.state().assignment().epoch()) {
                return Optional.of("nobody is held for what is in force already");
            }
        }
        for (Transaction transaction : committing(before, after)) {
            if (!mayCommit(before, transaction)) {
                return Optional.of("no write is acknowledged under an old epoch after the decision");
            }
        }
        return writingSecondary(before, after);
    }

    /** The write of a transaction may reach a side only while the side is where the transaction believes it to be. */
    private static Optional<String> writingSecondary(Scene before, Scene after) {
        for (int i = 0; i < before.processes().size(); i++) {
            Transaction was = before.processes().get(i).open();
            if (was == null || was.phase() != Phase.COMMITTED) {
                continue;
            }
            Side primary = was.pattern().primary();
            boolean ends = after.processes().get(i).open() == null
                    && after.outside().journal(primary) < before.outside().journal(primary);
            if (ends && before.row(was.pattern().secondary()).epoch() != was.epoch()) {
                return Optional.of("no side is written under an old epoch");
            }
        }
        return Optional.empty();
    }

    /** Returns the transactions that were acknowledged by the move. */
    private static List<Transaction> committing(Scene before, Scene after) {
        List<Transaction> committed = new ArrayList<>();
        for (int i = 0; i < before.processes().size(); i++) {
            Transaction was = before.processes().get(i).open();
            Transaction is = after.processes().get(i).open();
            if (was == null || was.equals(is) || !before.processes().get(i).runs()) {
                continue;
            }
            Side primary = was.pattern().primary();
            boolean dual = after.outside().journal(primary) > before.outside().journal(primary);
            // whoever loses its transaction otherwise loses its session with it
            boolean alone = was.phase() == Transaction.Phase.ALONE
                    && after.processes().get(i).pooled();
            if (dual || alone) {
                committed.add(was);
            }
        }
        return committed;
    }

    private static boolean mayCommit(Scene scene, Transaction transaction) {
        ControlRow row = scene.row(transaction.pattern().primary());
        if (transaction.pattern().dual()) {
            return row.open() && row.epoch() == transaction.epoch();
        }
        // alone: until the change that ends it has ended, since nothing was copied before
        boolean settled = row.state().pattern().dual() && row.state().pattern() == row.pattern();
        return row.open() && (transaction.epoch() >= row.epoch() || !settled);
    }

    /** Returns whether everything has come to rest, and the application can write. */
    static boolean atRest(Scene scene) {
        ControlRow open = scene.open();
        return open != null
                && scene.coordinator() == null
                && scene.replaced() == null
                && scene.src().intent() == null
                && scene.dst().intent() == null
                && open.side() == open.pattern().primary()
                && open.state().pattern() == open.pattern()
                && scene.processes().stream().allMatch(p -> atRest(p, open));
    }

    private static boolean atRest(Process process, ControlRow open) {
        boolean serves = process.mode() == Mode.DEAD
                || (!process.held()
                        && !process.leaseOver()
                        && process.state().assignment().epoch() == open.epoch()
                        && process.state().assignment().pattern() == open.pattern());
        return process.open() == null && serves;
    }
}
