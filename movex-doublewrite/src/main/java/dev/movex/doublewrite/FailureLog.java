package dev.movex.doublewrite;

import dev.movex.core.row.DirtyKey;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells in the log why transactions did not reach the secondary: the first of each kind of failure at once, then once a
 * minute with how many there were. Thread-safe.
 */
final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    /** Kinds are states and names of constraints; a server that invents more of them is not followed. */
    private static final int MAX_KINDS = 100;

    private final LongSupplier nanos;
    private final Map<String, Kind> kinds = new HashMap<>();

    FailureLog(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Takes note of a transaction that has committed on the primary alone.
     *
     * @param side the secondary
     * @param error why it was not written
     * @param keys what was to be written
     * @param journaled whether a journal row names the keys
     */
    void missed(SideAccess side, SQLException error, Collection<DirtyKey> keys, boolean journaled) {
        String what = error instanceof NotTried
                ? "not tried while it fails"
                : side.dialect().describe(error);
        long others = count(side.side().label() + what);
        if (others < 0) {
            return;
        }
        LOG.warn(
                "The {} was not written ({}): {} keys of {} {}.{}",
                side.side().label(),
                what,
                keys.size(),
                keys.stream().map(DirtyKey::table).distinct().sorted().collect(Collectors.joining(", ")),
                journaled ? "stay in the journal, for the repairer" : "are in no journal, for that is off",
                others == 0 ? "" : " So it was with " + others + " more transactions since this was told last.");
    }

    /** Returns how many there were since one was told, or a negative number if it is not to be told again yet. */
    private synchronized long count(String kind) {
        long now = nanos.getAsLong();
        Kind known = kinds.get(kind);
        if (known != null && now - known.toldAt < INTERVAL.toNanos()) {
            known.since++;
            return -1;
        }
        if (known == null && kinds.size() >= MAX_KINDS) {
            return -1;
        }
        kinds.put(kind, new Kind(now));
        return known == null ? 0 : known.since;
    }

    private static final class Kind {
        private final long toldAt;
        private long since;

        Kind(long toldAt) {
            this.toldAt = toldAt;
        }
    }

    /** The breaker is open. */
    static final class NotTried extends SQLException {
        private static final long serialVersionUID = 1L;

        NotTried() {
            super("Movex: the secondary is failing; not tried.", "08001");
        }
    }
}
