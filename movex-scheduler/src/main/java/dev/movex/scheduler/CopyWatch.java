package dev.movex.scheduler;

import dev.movex.core.access.Progress;
import dev.movex.core.access.Watch;
import dev.movex.core.copy.Throttle;
import java.util.function.BooleanSupplier;

/** Lets the copy wait for its throttle, and says why. */
record CopyWatch(Progresses progresses, Throttle limits, BooleanSupplier cancel) implements Watch {
    @Override
    public boolean cancelled() {
        return cancel.getAsBoolean();
    }

    @Override
    public void throttle() throws InterruptedException {
        limits.await(cancel, progresses::throttled);
    }

    @Override
    public void progress(Progress progress) {
        new ProgressWatch(progresses, "copying", cancel).progress(progress);
    }
}
