package dev.movex.scheduler;

import dev.movex.core.control.ChangeStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes the time of the steps of rehearsals, and of the pauses in them. For one thread. */
final class RehearsalWatch {
    private final Map<String, List<Double>> steps = new LinkedHashMap<>();
    private final List<Double> pauses = new ArrayList<>();
    private ChangeStep current = new ChangeStep.Done();
    private long began;
    private long held;

    /** A step has ended, and another one begins. */
    ChangeStep next(ChangeStep step) {
        long now = System.nanoTime();
        if (!(current instanceof ChangeStep.Done)) {
            steps.computeIfAbsent(words(current), words -> new ArrayList<>()).add((now - began) / 1e6);
        }
        if (current instanceof ChangeStep.Hold) {
            held = now;
        } else if (current instanceof ChangeStep.Adopt) {
            pauses.add((now - held) / 1e6);
        }
        current = step;
        began = now;
        return step;
    }

    private static String words(ChangeStep step) {
        if (step instanceof ChangeStep.Hold) {
            return "members listen and hold";
        } else if (step instanceof ChangeStep.AwaitDrained) {
            return "open transactions end";
        } else if (step instanceof ChangeStep.Adopt) {
            return "members go on";
        } else if (step instanceof ChangeStep.RaiseCounters) {
            return "counters are raised";
        } else if (step instanceof ChangeStep.Together both) {
            return both.first() instanceof ChangeStep.Write
                    ? "both fences are closed"
                    : "the journal is drained, counters are checked";
        } else if (step instanceof ChangeStep.DrainJournal) {
            return "the journal is drained";
        }
        return "control rows are written";
    }

    List<Double> pauses() {
        return List.copyOf(pauses);
    }

    Map<String, Rehearsal.Spread> steps() {
        Map<String, Rehearsal.Spread> spreads = new LinkedHashMap<>();
        steps.forEach((words, millis) -> spreads.put(words, Rehearsal.Spread.of(millis)));
        return spreads;
    }
}
