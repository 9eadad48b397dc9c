package dev.movex.core;

import java.util.Locale;

/** Who is written, and in which order. Every dual-write transaction runs under exactly one pattern. */
public enum Pattern {
    /** The source alone is read and written. */
    SRC_ONLY(Side.SRC, false),
    /** The source answers the application; the target is written in the same breath. */
    SRC_FIRST(Side.SRC, true),
    /** The target answers the application; the source is written in the same breath. */
    DST_FIRST(Side.DST, true),
    /** The target alone is read and written. */
    DST_ONLY(Side.DST, false);

    private final Side primary;
    private final boolean dual;

    Pattern(Side primary, boolean dual) {
        this.primary = primary;
        this.dual = dual;
    }

    /** Returns the side that answers the application, which is also the base of validation and repair. */
    public Side primary() {
        return primary;
    }

    /** Returns the side that does not answer the application. */
    public Side secondary() {
        return primary.other();
    }

    /** Returns whether both databases are written. */
    public boolean dual() {
        return dual;
    }

    /** Returns the name used in the API, for example {@code src_first}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the pattern with the given name.
     *
     * @throws MovexException with code {@code UNKNOWN_PATTERN} if there is none
     */
    public static Pattern ofWire(String name) {
        for (Pattern pattern : values()) {
            if (pattern.wire().equals(name)) {
                return pattern;
            }
        }
        throw new MovexException(
                "UNKNOWN_PATTERN",
                "There is no pattern '" + name + "'.",
                "Use one of src_only, src_first, dst_first, dst_only.");
    }
}
