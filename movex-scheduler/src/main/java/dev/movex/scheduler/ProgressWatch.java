package dev.movex.scheduler;

import dev.movex.core.access.Progress;
import dev.movex.core.access.Watch;
import java.util.function.BooleanSupplier;

/** Passes the progress of a run on to those who look, and a cancellation to the run. */
record ProgressWatch(Progresses progresses, String phase, BooleanSupplier cancel) implements Watch {
    @Override
    public boolean cancelled() {
        return cancel.getAsBoolean();
    }

    @Override
    public void progress(Progress progress) {
        if (!phase.isEmpty()) {
            Double left = progress.remaining().map(d -> d.toMillis() / 1000.0).orElse(null);
            progresses.put(
                    progress.table(), phase, progress.rows(), progress.estimate(), progress.rowsPerSecond(), left);
        }
    }
}
