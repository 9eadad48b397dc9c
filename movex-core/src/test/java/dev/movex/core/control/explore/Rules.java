package dev.movex.core.control.explore;

import dev.movex.core.Side;
import dev.movex.core.control.ChangeView;
import dev.movex.core.control.ControlRow;
import dev.movex.core.control.Intent;
import dev.movex.core.control.explore.Process.Mode;
import dev.movex.core.control.explore.Scene.Outside;
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
            Optional<String> broken =
                    opening(before, after, side).or(() -> forgetting(before.outside(), before, after, side));
            if (broken.isPresent()) {
                return broken;
            }
        }
        return ending(before, after).or(() -> holding(before, after)).or(() -> ProcessRules.broken(before, after));
    }

    /** Whoever ends a change has told how it ended: nobody waits until a hold runs out. */
    private static Optional<String> ending(Scene before, Scene after) {
        Steering was = before.coordinator();
        if (was == null || after.coordinator() != null || !was.done()) {
            return Optional.empty();
        }
        ControlRow open = before.open();
        // another change that is under way tells them itself
        boolean another = open == null
                || open.intent() != null && !open.intent().equals(was.view().intent());
        return another || was.view().done().contains(ChangeView.Mark.ADOPTED)
                ? Optional.empty()
                : Optional.of("members are told how a change has ended");
    }

    /** What is slow and needs no pause is not left to it. */
    private static Optional<String> holding(Scene before, Scene after) {
        Steering was = before.coordinator();
        Steering is = after.coordinator();
        return was != null
                        && is != null
                        && is.view().done().contains(ChangeView.Mark.HELD)
                        && !was.view().done().contains(ChangeView.Mark.HELD)
                        && !was.view().done().contains(ChangeView.Mark.COUNTERS_RAISED)
                ? Optional.of("counters are raised before anybody is held")
                : Optional.empty();
    }

    private static Optional<String> opening(Scene before, Scene after, Side side) {
        if (!after.row(side).open() || before.row(side).open()) {
            return Optional.empty();
        }
        if (after.outside().journal(side.other()) > 0) {
            return Optional.of("no write is lost: only the open side's journal may hold rows");
        }
        if (after.row(side.other()).epoch() < after.row(side).epoch()) {
            return Optional.of("a side is opened only when the other one is fenced at least as high");
        }
        Intent intent = before.row(side).intent();
        if (intent == null || intent.to().primary() != side) {
            return Optional.empty(); // the way back
        }
        if (before.row(side).epoch() < after.row(side).epoch()) {
            return Optional.of("the decision waits for nobody: whoever still wrote there has ended before");
        }
        return after.outside().data().behind()
                ? Optional.of("no key is given out twice: a new primary's counters are ahead of the old one's")
                : Optional.empty();
    }

    private static Optional<String> forgetting(Outside was, Scene before, Scene after, Side side) {
        boolean forgets = was.journal(side) > after.outside().journal(side)
                && before.processes().equals(after.processes());
        ControlRow open = after.open();
        return forgets && open != null && open.pattern().dual()
                ? Optional.of("no write is lost: a journal is forgotten only when its other side is given up")
                : Optional.empty();
    }

    /** Returns whether everything has come to rest, and the application can write. */
    static boolean atRest(Scene scene) {
        ControlRow open = scene.open();
        return open != null
                && scene.coordinator() == null
                && scene.replaced() == null
                && scene.src().intent() == null
                && scene.dst().intent() == null
                && settled(scene, open)
                && scene.processes().stream().allMatch(p -> atRest(p, open));
    }

    private static boolean settled(Scene scene, ControlRow open) {
        ControlRow other = scene.row(open.side().other());
        if (open.side() != open.pattern().primary() || open.state().pattern() != open.pattern()) {
            return false;
        }
        // a side that is given up need not be reached; nothing that its journal names is of any use
        return open.pattern().dual()
                ? other.epoch() == open.epoch() && other.pattern() == open.pattern() && other.state() == open.state()
                : scene.outside().journal(open.side()) == 0;
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
