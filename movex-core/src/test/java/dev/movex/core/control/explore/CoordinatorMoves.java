package dev.movex.core.control.explore;

import dev.movex.core.MigrationState;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.control.Assignment;
import dev.movex.core.control.Authority;
import dev.movex.core.control.ChangeProtocol;
import dev.movex.core.control.ChangeStep;
import dev.movex.core.control.ChangeView;
import dev.movex.core.control.ChangeView.Mark;
import dev.movex.core.control.ControlRow;
import dev.movex.core.control.Instruction;
import dev.movex.core.control.Intent;
import dev.movex.core.control.MemberProtocol;
import dev.movex.core.control.MemberReport;
import dev.movex.core.control.SideFence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What coordinators may do next: what the scheduler's does, step by step, with the same pure functions. */
final class CoordinatorMoves {
    private final List<MigrationState> targets;

    /**
     * @param targets the states that are asked for, in their order
     */
    CoordinatorMoves(List<MigrationState> targets) {
        this.targets = List.copyOf(targets);
    }

    void of(Scene scene, Sink sink) {
        if (scene.coordinator() == null) {
            begin(scene, sink, scene.replaced(), "a coordinator begins");
        } else {
            step(scene, scene.coordinator(), new Seat(scene, true), sink);
            faults(scene, sink);
        }
        if (scene.replaced() != null) {
            step(scene, scene.replaced(), new Seat(scene, false), sink);
        }
    }

    /** Where a coordinator sits: the scene with another one in its place. */
    private record Seat(Scene scene, boolean first) {
        Scene with(Scene changed, @Nullable Steering steering) {
            return first ? changed.with(steering, scene.replaced()) : changed.with(scene.coordinator(), steering);
        }

        int urgency() {
            return first ? 7 : 8;
        }
    }

    private void begin(Scene scene, Sink sink, @Nullable Steering replaced, String how) {
        Intent found = found(scene);
        if (found != null) {
            if (readable(scene, found.to())) {
                ChangeView view = new ChangeView(found, scene.read(Side.SRC), scene.read(Side.DST), Set.of());
                boolean undecided = ChangeProtocol.undecided(view);
                sink.next(10, how + " and finds a change", scene.with(new Steering(view, undecided, 0), replaced));
                boolean begun = !undecided
                        || found.equals(scene.row(found.from().primary()).intent());
                if (found.changesPrimary() && begun) {
                    // what is decided must not be undone, and what is being undone not be finished, whoever asks
                    sink.next(
                            Sink.NEVER,
                            how + (undecided ? " and is to finish a change" : " and is to undo a change"),
                            scene.with(new Steering(view, !undecided, 0), replaced));
                }
            }
            if (replaced == null) {
                return;
            }
            ask(scene, sink, replaced, how + ", having looked before the other one wrote,");
            return;
        }
        ask(scene, sink, replaced, how);
    }

    private void ask(Scene scene, Sink sink, @Nullable Steering replaced, String how) {
        ControlRow open = scene.open();
        if (open == null || scene.outside().changes() == 0) {
            return;
        }
        MigrationState to = targets.get(targets.size() - scene.outside().changes());
        boolean legal = Math.abs(open.pattern().ordinal() - to.pattern().ordinal()) == 1;
        if (!legal || !readable(scene, to.pattern())) {
            return;
        }
        long epoch = Math.max(scene.src().epoch(), scene.dst().epoch()) + 1;
        Instant deadline = Instant.EPOCH.plusMillis(scene.outside().changes());
        Intent intent = new Intent(open.pattern(), to.pattern(), to, epoch, deadline, "test", "");
        ChangeView view = new ChangeView(intent, scene.read(Side.SRC), scene.read(Side.DST), Set.of());
        Scene asked = scene.with(scene.outside().changed());
        sink.next(Sink.NEVER, how + " a change to " + to.wire(), asked.with(new Steering(view, false, 0), replaced));
    }

    private static boolean readable(Scene scene, Pattern target) {
        Side down = scene.outside().down();
        return down == null || (!target.dual() && down != target.primary());
    }

    private static @Nullable Intent found(Scene scene) {
        ControlRow src = scene.read(Side.SRC);
        ControlRow dst = scene.read(Side.DST);
        if (src != null && src.intent() != null) {
            return src.intent();
        }
        return dst == null ? null : dst.intent();
    }

    private void faults(Scene scene, Sink sink) {
        if (scene.outside().faults() > 0) {
            Scene after = scene.with(scene.outside().fault());
            sink.next(Sink.NEVER, "FAULT: the coordinator dies", after.with(null, scene.replaced()));
            if (scene.replaced() == null) {
                begin(
                        after,
                        sink.faults(),
                        scene.coordinator(),
                        "FAULT: the coordinator is taken for dead; another one begins");
            }
        }
    }

    private void step(Scene scene, Steering steering, Seat seat, Sink sink) {
        ChangeStep step;
        try {
            step = steering.next();
        } catch (IllegalStateException e) {
            giveUp(scene, steering, seat, sink, "can't go on: " + e.getMessage());
            return;
        }
        if (step instanceof ChangeStep.Done) {
            sink.next(seat.urgency(), "the change has ended", seat.with(scene, null));
            return;
        }
        if (step instanceof ChangeStep.Together both) {
            // either one is done first; the other one is what is left
            one(scene, steering, both.first(), seat, sink);
            one(scene, steering, both.second(), seat, sink);
        } else {
            one(scene, steering, step, seat, sink);
        }
        if (scene.outside().faults() > 0) {
            Scene after = scene.with(scene.outside().fault());
            giveUp(after, steering, seat, sink.faults(), "FAULT: a step fails");
        }
    }

    private void one(Scene scene, Steering steering, ChangeStep step, Seat seat, Sink sink) {
        if (step instanceof ChangeStep.Write write) {
            write(scene, steering, write, seat, sink);
        } else {
            other(scene, steering, step, seat, sink);
        }
    }

    private void write(Scene scene, Steering steering, ChangeStep.Write write, Seat seat, Sink sink) {
        Side side = write.expected().side();
        if (!scene.reached(side)) {
            giveUp(scene, steering, seat, sink, "the " + side + " does not answer");
            return;
        }
        if (!scene.row(side).equals(write.expected())) {
            giveUp(scene, steering, seat, sink, "the row of " + side + " is another one");
            return;
        }
        if (scene.passedFence(side)) {
            killSleepers(scene, side, sink);
            return; // waits
        }
        ControlRow next = write.next();
        Scene written = scene.with(next);
        Steering knows = side == Side.SRC
                ? steering.with(next, steering.view().dst())
                : steering.with(steering.view().src(), next);
        sink.next(seat.urgency(), "writes ", next, seat.with(written, knows));
        if (scene.outside().faults() > 0) {
            Scene after = written.with(written.outside().fault());
            giveUp(after, steering, seat, sink.faults(), "FAULT: writes and does not hear of it");
        }
    }

    /** Sessions that don't end are killed; the journal makes that safe. */
    private static void killSleepers(Scene scene, Side side, Sink sink) {
        for (int i = 0; i < scene.processes().size(); i++) {
            Process process = scene.processes().get(i);
            if (!process.runs() && process.open() != null && process.open().holds(side)) {
                sink.next(9, "a sleeper's session is killed", scene.with(i, ProcessMoves.ended(process)));
            }
        }
    }

    private void other(Scene scene, Steering steering, ChangeStep step, Seat seat, Sink sink) {
        int urgency = seat.urgency();
        Intent intent = steering.view().intent();
        long number = scene.outside().newest() + 1;
        if (step instanceof ChangeStep.RaiseCounters raise) {
            Mark mark = raise.again() ? Mark.COUNTERS_CHECKED : Mark.COUNTERS_RAISED;
            if (!scene.reached(raise.side()) || !scene.reached(raise.side().other())) {
                giveUp(scene, steering, seat, sink, "counters can't be raised");
                return;
            }
            Scene raised = scene.with(scene.outside().behind(false));
            sink.next(urgency, "raises counters", seat.with(raised, steering.with(mark)));
        } else if (step instanceof ChangeStep.Hold) {
            Instruction hold = new Instruction.Hold(number, intent.id(), intent.epoch(), Duration.ofSeconds(1));
            Scene posted = scene.with(scene.outside().post(hold));
            sink.next(
                    urgency,
                    "posts the hold",
                    seat.with(posted, steering.with(Mark.HELD).told(number)));
        } else if (step instanceof ChangeStep.Adopt adopt) {
            Assignment assignment = new Assignment(adopt.pattern(), adopt.epoch(), Set.of());
            Scene posted = scene.with(scene.outside().post(new Instruction.Adopt(number, intent.id(), assignment)));
            sink.next(
                    urgency,
                    "posts the assignment of epoch " + adopt.epoch(),
                    seat.with(posted, steering.with(Mark.ADOPTED).told(number)));
        } else if (step instanceof ChangeStep.AwaitDrained await) {
            List<MemberReport> reports =
                    scene.processes().stream().map(Process::report).toList();
            if (MemberProtocol.awaited(reports, steering.told(), await.beforeEpoch())
                    .isEmpty()) {
                sink.next(urgency, "all have drained", seat.with(scene, steering.with(Mark.MEMBERS_DRAINED)));
            }
        } else if (step instanceof ChangeStep.EndSessions end) {
            Scene ended = endSessions(scene, steering.told(), end);
            sink.next(urgency, "ends sessions", seat.with(ended, steering.with(Mark.SESSIONS_ENDED)));
        } else if (step instanceof ChangeStep.DrainJournal drain) {
            drain(scene, steering, drain.authority(), seat, sink);
        } else if (step instanceof ChangeStep.VoidProofs) {
            Scene unproven = scene.with(scene.outside().voidProofs());
            sink.next(urgency, "voids proofs", seat.with(unproven, steering.with(Mark.PROOFS_VOID)));
        } else if (step instanceof ChangeStep.ForgetJournal forget) {
            if (!shows(scene, forget.fence())) {
                giveUp(scene, steering, seat, sink, "the journal is somebody else's");
                return;
            }
            Scene forgotten = scene.with(scene.outside().journal(forget.fence().side(), 0));
            sink.next(urgency, "forgets the journal", seat.with(forgotten, steering.with(Mark.JOURNAL_FORGOTTEN)));
        } else {
            throw new IllegalStateException("unknown step " + step);
        }
    }

    private static Scene endSessions(Scene scene, long told, ChangeStep.EndSessions end) {
        Scene after = scene;
        for (int i = 0; i < scene.processes().size(); i++) {
            Process process = scene.processes().get(i);
            if (!process.report().adopted(told, end.beforeEpoch())) {
                boolean writes = process.open() != null && process.open().phase() == Transaction.Phase.ALONE;
                after = after.with(i, (writes ? ProcessMoves.ended(process) : process).pooled(false));
            }
        }
        return after;
    }

    private void drain(Scene scene, Steering steering, Authority authority, Seat seat, Sink sink) {
        for (SideFence fence : List.of(authority.baseFence(), authority.otherFence())) {
            if (!shows(scene, fence)) {
                giveUp(scene, steering, seat, sink, "the repairer is fenced by " + fence.side());
                return;
            }
        }
        if (scene.processes().stream()
                .noneMatch(p -> p.open() != null && p.open().phase() == Transaction.Phase.COMMITTED)) {
            Scene drained = scene.with(scene.outside().journal(authority.base(), 0));
            sink.next(
                    seat.urgency(),
                    "drains the journal of " + authority.base(),
                    seat.with(drained, steering.with(Mark.JOURNAL_DRAINED)));
        }
    }

    private static boolean shows(Scene scene, SideFence fence) {
        ControlRow row = scene.read(fence.side());
        return row != null && row.epoch() == fence.epoch() && row.open() == fence.open();
    }

    /** As the coordinator's undo: the rows tell whether there still is a way back; otherwise a successor finds the change. */
    private void giveUp(Scene scene, Steering steering, Seat seat, Sink sink, String why) {
        Intent intent = steering.view().intent();
        if (steering.back() || scene.outside().down() != null) {
            sink.next(seat.urgency(), why + "; gives up", seat.with(scene, null));
            return;
        }
        ChangeView view = new ChangeView(intent, scene.src(), scene.dst(), Set.of());
        boolean undecided = ChangeProtocol.undecided(view);
        sink.next(
                seat.urgency(),
                why + (undecided ? "; goes back" : "; gives up"),
                seat.with(scene, undecided ? new Steering(view, true, 0) : null));
    }
}
