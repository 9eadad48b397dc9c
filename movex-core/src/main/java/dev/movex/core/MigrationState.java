package dev.movex.core;

import java.util.Locale;

/** How far a migration has come. The state is persisted together with the epoch, with who moved it, when and why. */
public enum MigrationState {
    /** The application uses the source as always. */
    INITIAL(Pattern.SRC_ONLY),
    /** The source alone is used, and every SQL text is audited. */
    SRC_ONLY(Pattern.SRC_ONLY),
    /** Both are written, the source is the primary. */
    SRC_FIRST(Pattern.SRC_FIRST),
    /** Both are written, the target is the primary. */
    DST_FIRST(Pattern.DST_FIRST),
    /** The target alone is used. */
    DST_ONLY(Pattern.DST_ONLY),
    /** The migration is over; the source is not needed any more. */
    COMPLETED(Pattern.DST_ONLY);

    private final Pattern pattern;

    MigrationState(Pattern pattern) {
        this.pattern = pattern;
    }

    /** Returns the pattern under which members write in this state. */
    public Pattern pattern() {
        return pattern;
    }

    /** Returns the name used in the API, for example {@code src_first}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the state with the given name.
     *
     * @throws MovexException with code {@code UNKNOWN_STATE} if there is none
     */
    public static MigrationState ofWire(String name) {
        for (MigrationState state : values()) {
            if (state.wire().equals(name)) {
                return state;
            }
        }
        throw new MovexException(
                "UNKNOWN_STATE",
                "There is no state '" + name + "'.",
                "Use one of initial, src_only, src_first, dst_first, dst_only, completed.");
    }
}
