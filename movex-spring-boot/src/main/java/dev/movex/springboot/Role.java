package dev.movex.springboot;

import java.util.Locale;

/** What a caller may do. Each role may do what those before it may. */
public enum Role {
    /** Looks. */
    VIEWER,
    /** Starts and stops work, and moves a migration through its gates. */
    OPERATOR,
    /** Overrides gates, and sees values of rows. */
    ADMIN;

    /** Returns the name used in configuration and claims, for example {@code viewer}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether this role includes the other one. */
    public boolean includes(Role other) {
        return ordinal() >= other.ordinal();
    }
}
