package dev.movex.core.control.explore;

import dev.movex.core.control.ChangeProtocol;
import dev.movex.core.control.ChangeStep;
import dev.movex.core.control.ChangeView;
import dev.movex.core.control.ControlRow;
import org.jspecify.annotations.Nullable;

/**
 * A coordinator at work.
 *
 * @param view what it knows, as in production
 * @param back whether it undoes the change
 * @param told the number of the instruction that it has posted last; 0 if none
 */
record Steering(ChangeView view, boolean back, long told) {
    ChangeStep next() {
        return back ? ChangeProtocol.back(view) : ChangeProtocol.forward(view);
    }

    /** Returns whether nothing is left to do. */
    boolean done() {
        try {
            return next() instanceof ChangeStep.Done;
        } catch (IllegalStateException e) {
            return false; // it can't go on
        }
    }

    Steering with(ChangeView.Mark mark) {
        return new Steering(view.with(mark), back, told);
    }

    Steering with(@Nullable ControlRow src, @Nullable ControlRow dst) {
        return new Steering(view.with(src, dst), back, told);
    }

    Steering told(long number) {
        return new Steering(view, back, number);
    }
}
