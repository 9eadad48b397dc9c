package dev.movex.core.dialect;

/**
 * How many sessions a server has room for.
 *
 * @param most how many connections it takes
 * @param open how many there are now
 */
public record ServerRoom(long most, long open) {
    /** Returns how many more it takes. */
    public long free() {
        return Math.max(0, most - open);
    }
}
