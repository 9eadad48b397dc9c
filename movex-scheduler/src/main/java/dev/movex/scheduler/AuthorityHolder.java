package dev.movex.scheduler;

import dev.movex.core.MovexException;
import dev.movex.core.control.Authority;
import dev.movex.core.control.ControlRow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Knows the open side's control row as this process last read it, and the right that follows from it. Thread-safe. */
final class AuthorityHolder implements Supplier<Authority> {
    private volatile @Nullable ControlRow row;

    @Nullable ControlRow row() {
        return row;
    }

    void set(ControlRow read) {
        row = read;
    }

    /**
     * Returns the right to write the secondary under the pattern that holds. There is none while a change of pattern is
     * half done: some transactions may still write one side alone.
     *
     * @throws MovexException with code {@code NOT_DUAL} if one side alone is written
     */
    @Override
    public Authority get() {
        ControlRow current = row;
        if (current == null
                || !current.pattern().dual()
                || current.state().pattern() != current.pattern()) {
            throw new MovexException(
                    "NOT_DUAL",
                    "One database alone is written, so there is nothing to compare, copy or repair.",
                    "Move to src_first or dst_first first.");
        }
        return Authority.under(current.pattern(), current.epoch());
    }
}
