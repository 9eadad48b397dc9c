package dev.movex.core.control.explore;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A state of everything, as numbers of its parts in a {@link Parts}; with the way on which it was found first. */
final class World {
    private final int[] parts;
    private final int hash;
    private final @Nullable World before;
    private final String how;
    private @Nullable World onward;
    private boolean arrives;

    World(int[] parts, @Nullable World before, String how) {
        this.parts = parts;
        this.hash = Arrays.hashCode(parts);
        this.before = before;
        this.how = how;
    }

    int[] parts() {
        return parts;
    }

    @Nullable World onward() {
        return onward;
    }

    void leadsTo(World next) {
        onward = next;
    }

    boolean arrives() {
        return arrives;
    }

    void arrive() {
        arrives = true;
    }

    /** Returns what happened, from the beginning on. */
    String course() {
        String last = how;
        return before == null ? last : before.course() + "\n  " + last;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof World world && hash == world.hash && Arrays.equals(parts, world.parts);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
