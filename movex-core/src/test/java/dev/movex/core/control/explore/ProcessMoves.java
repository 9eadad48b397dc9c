package dev.movex.core.control.explore;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.control.ControlRow;
import dev.movex.core.control.Instruction;
import dev.movex.core.control.explore.Process.Mode;
import dev.movex.core.control.explore.Transaction.Phase;

/** What application processes may do next. */
final class ProcessMoves {
    private ProcessMoves() {}

    static void of(Scene scene, Sink sink) {
        for (int i = 0; i < scene.processes().size(); i++) {
            if (i > 0 && scene.processes().get(i).equals(scene.processes().get(i - 1))) {
                continue; // the same move of the same process
            }
            Process process = scene.processes().get(i);
            if (process.runs()) {
                transaction(scene, i, process, sink);
                hear(scene, i, process, sink);
                renew(scene, i, process, sink);
            }
            time(scene, i, process, sink);
            faults(scene, i, process, sink);
        }
    }

    private static void transaction(Scene scene, int i, Process process, Sink sink) {
        if (process.mayBegin()
                && scene.reached(process.state().assignment().pattern().primary())) {
            sink.next(Sink.NEVER, "a transaction begins", scene.with(i, process.begin()));
        }
        Transaction open = process.open();
        if (open == null) {
            return;
        }
        Pattern pattern = open.pattern();
        if (!pattern.dual()) {
            if (scene.reached(pattern.primary())) {
                alone(scene, i, process, open, sink);
            }
            return;
        }
        switch (open.phase()) {
            case BEGUN -> writeSecondary(scene, i, process, open, sink);
            case SECONDARY_WRITTEN, BEGUN_ALONE -> commitPrimary(scene, i, process, open, sink);
            case COMMITTED -> commitSecondary(scene, i, process, open, sink);
            case ALONE -> throw new IllegalStateException("two sides are written");
        }
    }

    /** A session that the group knows is taken as it is; a new one is made known, and then the row is read. */
    private static void alone(Scene scene, int i, Process process, Transaction open, Sink sink) {
        if (open.phase() == Phase.ALONE) {
            sink.next(3, "a transaction of one side commits", scene.with(i, ended(process)));
            return;
        }
        Process writing = process.with(open.in(Phase.ALONE));
        if (process.pooled()) {
            sink.next(3, "a known session is taken", scene.with(i, writing));
        }
        boolean overtaken = scene.row(open.pattern().primary()).epoch() > open.epoch();
        sink.next(
                3,
                overtaken ? "a new session sees that it is late" : "a new session is made known",
                scene.with(i, overtaken ? ended(process) : writing.pooled(true)));
    }

    private static void writeSecondary(Scene scene, int i, Process process, Transaction open, Sink sink) {
        ControlRow row = scene.read(open.pattern().secondary());
        if (row == null) {
            sink.next(
                    3, "the secondary is left to the journal", scene.with(i, process.with(open.in(Phase.BEGUN_ALONE))));
        } else if (row.epoch() == open.epoch() && !row.open()) {
            sink.next(3, "the secondary is written", scene.with(i, process.with(open.in(Phase.SECONDARY_WRITTEN))));
        } else {
            sink.next(3, "fenced by the secondary", scene.with(i, ended(process)));
        }
    }

    /** The fence is passed and the commit follows in one: nobody can write the row in between. */
    private static void commitPrimary(Scene scene, int i, Process process, Transaction open, Sink sink) {
        Side primary = open.pattern().primary();
        ControlRow row = scene.read(primary);
        if (row == null) {
            return;
        }
        if (row.epoch() != open.epoch() || !row.open()) {
            sink.next(3, "fenced by the primary", scene.with(i, ended(process)));
            return;
        }
        boolean mirrored = open.phase() == Phase.SECONDARY_WRITTEN;
        Scene committed = scene.with(scene.outside()
                .journal(primary, scene.outside().journal(primary) + 1)
                .behind(true));
        sink.next(
                3, "the primary commits", committed.with(i, process.with(mirrored ? open.in(Phase.COMMITTED) : null)));
    }

    private static void commitSecondary(Scene scene, int i, Process process, Transaction open, Sink sink) {
        Side primary = open.pattern().primary();
        if (scene.reached(open.pattern().secondary())) {
            int rows = scene.outside().journal(primary);
            Scene mirrored = scene.with(scene.outside().journal(primary, Math.max(0, rows - 1)));
            sink.next(3, "the secondary commits", mirrored.with(i, ended(process)));
        }
    }

    private static void hear(Scene scene, int i, Process process, Sink sink) {
        for (Instruction instruction : scene.outside().posted()) {
            Process told = process.hear(instruction);
            boolean late = instruction.number() < scene.outside().newest();
            if (told.equals(process) || (late && scene.outside().faults() == 0)) {
                continue;
            }
            Scene after = late ? scene.with(scene.outside().fault()) : scene;
            sink.next(late ? Sink.NEVER : 4, late ? "FAULT: hears late " : "hears ", instruction, after.with(i, told));
        }
    }

    private static void renew(Scene scene, int i, Process process, Sink sink) {
        if (!process.counted()) {
            sink.next(5, "registers anew", scene.with(i, process.register()));
            return;
        }
        Process renewed = process.renew(scene.read(Side.SRC), scene.read(Side.DST));
        if (!renewed.equals(process)) {
            sink.next(5, "reads the rows", scene.with(i, renewed));
        }
        ControlRow late = process.late();
        if (late != null) {
            sink.next(5, "takes note of a row that it has read", scene.with(i, process.takes(late)));
        } else if (scene.open() != null
                && scene.reached(scene.open().side())
                && scene.outside().faults() > 0) {
            sink.next(
                    Sink.NEVER,
                    "FAULT: reads the open row and is slow to take note of it",
                    scene.with(scene.outside().fault()).with(i, process.reads(scene.open())));
        }
    }

    /** What comes by itself. */
    private static void time(Scene scene, int i, Process process, Sink sink) {
        if (process.mode() == Mode.PAUSED) {
            sink.next(2, "wakes up", scene.with(i, process.in(Mode.RUNNING)));
        }
        if (!process.runs() && !process.leaseOver()) {
            sink.next(11, "its lease ends", scene.with(i, process.endLease()));
        }
        if (process.leaseOver() && process.counted()) {
            sink.next(11, "counts as gone", scene.with(i, process.gone()));
        }
        if (process.holding() && !scene.outside().calm()) {
            sink.next(12, "its hold ends by itself", scene.with(i, process.endHold()));
        }
    }

    private static void faults(Scene scene, int i, Process process, Sink sink) {
        if (scene.outside().faults() == 0 || process.mode() == Mode.DEAD) {
            return;
        }
        Scene after = scene.with(scene.outside().fault());
        if (process.runs()) {
            sink.next(Sink.NEVER, "FAULT: is paused", after.with(i, process.in(Mode.PAUSED)));
            if (!process.leaseOver()) {
                sink.next(Sink.NEVER, "FAULT: its lease ends", after.with(i, process.endLease()));
            }
        }
        sink.next(Sink.NEVER, "FAULT: dies", after.with(i, ended(process).in(Mode.DEAD)));
    }

    /** The server rolls back what was open; what the primary had committed is in its journal. */
    static Process ended(Process process) {
        return process.with((Transaction) null);
    }

    /** Returns the process after a database went away. */
    static Process lost(Process process, Side side) {
        Transaction open = process.open();
        if (open == null) {
            return process;
        }
        if (side == open.pattern().primary()) {
            return open.phase() == Phase.COMMITTED ? process : ended(process).pooled(false);
        }
        return switch (open.phase()) {
            case SECONDARY_WRITTEN -> process.with(open.in(Phase.BEGUN_ALONE));
            case COMMITTED -> ended(process);
            case BEGUN, BEGUN_ALONE, ALONE -> process;
        };
    }
}
