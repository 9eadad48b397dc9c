package dev.movex.core.control;

import dev.movex.core.MovexException;
import dev.movex.core.Side;

/** Ends work that was begun with a base that is not the base any more. Code {@code BASE_CHANGED}. */
public final class BaseChangedException extends MovexException {
    private static final long serialVersionUID = 1L;

    public BaseChangedException(Side was) {
        super(
                "BASE_CHANGED",
                "The work was begun with the " + was.label() + " as its base, which it is not any more.",
                "Begin it again.");
    }

    /** Returns the authority if it has the given base still. */
    public static Authority check(Authority authority, Side base) {
        if (authority.base() != base) {
            throw new BaseChangedException(base);
        }
        return authority;
    }
}
