package dev.movex.core.dialect;

import dev.movex.core.Side;
import dev.movex.core.plan.Problem;
import dev.movex.core.plan.Problem.Severity;

/** A pooler between the session and the server, which breaks what sessions are told by. */
final class PoolerCheck {
    private PoolerCheck() {}

    static Problem found(Side side, String how) {
        return new Problem(
                Severity.ERROR,
                "CONNECTION_POOLER",
                side.label(),
                "A connection pooler or proxy stands between the session and the server (" + how
                        + "). Sessions can't be"
                        + " told from each other behind it, so that a change of pattern can't be fenced.",
                "Name the server itself in the URL, past PgBouncer, ProxySQL, MaxScale and the like.");
    }
}
