package dev.movex.core.control.explore;

import dev.movex.core.Side;
import dev.movex.core.control.ControlRow;
import dev.movex.core.control.Instruction;
import dev.movex.core.control.MemberProtocol;
import dev.movex.core.control.MemberProtocol.Entrance;
import dev.movex.core.control.MemberProtocol.WhenOver;
import dev.movex.core.control.MemberState.Held;
import dev.movex.core.control.explore.Transaction.Phase;
import java.util.Optional;

/** What must hold of the processes after each move. */
final class ProcessRules {
    private ProcessRules() {}

    /** Returns the rule that a move breaks. */
    static Optional<String> broken(Scene before, Scene after) {
        for (int i = 0; i < before.processes().size(); i++) {
            Process was = before.processes().get(i);
            Process is = after.processes().get(i);
            if (was.equals(is)) {
                continue;
            }
            Optional<String> broken = knowing(was, is)
                    .or(() -> holding(was, is, after))
                    .or(() -> leased(was, is, after))
                    .or(() -> writing(was, is, before, after));
            if (broken.isPresent()) {
                return broken;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> knowing(Process was, Process is) {
        return is.state().assignment().epoch() < was.state().assignment().epoch()
                ? Optional.of("a member's epoch never falls")
                : Optional.empty();
    }

    private static Optional<String> holding(Process was, Process is, Scene after) {
        Held held = is.state().held();
        if (held == null || !is.held()) {
            return Optional.empty();
        }
        if (held.until() <= Process.NOW) {
            return Optional.of("every hold ends by the member's own clock");
        }
        if (held.epoch() <= is.state().assignment().epoch()) {
            return Optional.of("nobody is held for what is in force already");
        }
        boolean ended = after.outside().posted().stream()
                .anyMatch(i -> i instanceof Instruction.Adopt
                        && i.change().equals(held.change())
                        && i.number() == is.state().number());
        if (ended) {
            return Optional.of("a hold ends with its change");
        }
        boolean late = !was.held() && is.state().number() == was.state().number();
        return late ? Optional.of("nobody is held by what comes late or twice") : Optional.empty();
    }

    private static Optional<String> leased(Process was, Process is, Scene after) {
        boolean alone = !is.state().assignment().pattern().dual();
        if (is.leaseOver()) {
            if (entrance(is, WhenOver.STOP) == Entrance.OPEN || entrance(is, WhenOver.GO_ON) == Entrance.OPEN) {
                return Optional.of("nobody whose lease is over takes what it reads for the present");
            }
            boolean begins = entrance(is, WhenOver.GO_ON) == Entrance.STALE;
            return alone && begins ? Optional.of("a side is not written alone without a lease") : Optional.empty();
        }
        if (!was.leaseOver()) {
            return Optional.empty();
        }
        ControlRow open = after.open();
        long epoch = is.state().assignment().epoch();
        if (open != null && open.epoch() > epoch && was.late() == null) {
            return Optional.of("a lease is renewed only under what is in force");
        }
        // a side that is written alone is known to be at the epoch, closed or not
        ControlRow own = after.row(is.state().assignment().pattern().primary());
        return alone && own.epoch() > epoch && was.late() == null
                ? Optional.of("a side is written alone only under its own epoch")
                : Optional.empty();
    }

    private static Entrance entrance(Process process, WhenOver whenOver) {
        return MemberProtocol.entrance(process.state(), whenOver, Process.NOW);
    }

    private static Optional<String> writing(Process was, Process is, Scene before, Scene after) {
        Transaction transaction = was.open();
        if (transaction == null || transaction.equals(is.open())) {
            return Optional.empty();
        }
        boolean committed = was.runs() && committed(transaction, is, before, after);
        if (committed && !mayCommit(before, transaction)) {
            return Optional.of("no write is acknowledged under an old epoch after the decision");
        }
        if (committed
                && !transaction.pattern().dual()
                && before.outside().data().proven()) {
            return Optional.of("one side alone is written only when proofs are void");
        }
        if (mirrored(transaction, is, before, after)
                && before.row(transaction.pattern().secondary()).epoch() != transaction.epoch()) {
            return Optional.of("no side is written under an old epoch");
        }
        boolean failed =
                is.open() == null && !committed && transaction.phase() != Phase.COMMITTED && !startsOver(transaction);
        return failed && after.outside().calm()
                ? Optional.of("no call of the application fails while nothing goes wrong")
                : Optional.empty();
    }

    /** Returns whether the move acknowledged the transaction. */
    private static boolean committed(Transaction was, Process is, Scene before, Scene after) {
        if (was.pattern().dual()) {
            Side primary = was.pattern().primary();
            return after.outside().journal(primary) > before.outside().journal(primary);
        }
        // whoever loses its transaction otherwise loses its session with it
        return was.phase() == Phase.ALONE && is.pooled();
    }

    /** Returns whether the move brought to the secondary what the primary had committed. */
    private static boolean mirrored(Transaction was, Process is, Scene before, Scene after) {
        Side primary = was.pattern().primary();
        return was.phase() == Phase.COMMITTED
                && is.open() == null
                && after.outside().journal(primary) < before.outside().journal(primary);
    }

    /** What had no session of the side that is written alone has done nothing, and begins again unseen. */
    private static boolean startsOver(Transaction was) {
        return !was.pattern().dual() && was.phase() == Phase.BEGUN;
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
}
