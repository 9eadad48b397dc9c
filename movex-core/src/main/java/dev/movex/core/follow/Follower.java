package dev.movex.core.follow;

import dev.movex.core.access.Pauser;
import dev.movex.core.control.Authority;
import dev.movex.core.control.BaseChangedException;
import dev.movex.core.repair.DeadReason;
import dev.movex.core.repair.KeyOutcome;
import dev.movex.core.repair.KeyRepair;
import dev.movex.core.repair.RepairResult;
import dev.movex.core.row.DirtyKey;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Brings rows over whose keys come out of the base's change log. It reads the truth under locks when it acts, so that a key
 * that comes late, twice or out of order does no harm; a row that the application has locked is passed over for a while, so
 * that the application does not wait. Remembers the keys of late. {@link #step} is for one thread; the rest is thread-safe.
 */
public final class Follower {
    private static final int BATCH = 500;
    private static final int KEPT = 10_000;
    private static final int PATIENT_ROUNDS = 25;
    private static final int ROUNDS = 28;
    /** What may succeed a moment later. */
    private static final Set<DeadReason> PASSING =
            EnumSet.of(DeadReason.LOCKED, DeadReason.HORIZON_NOT_PASSED, DeadReason.KEEPS_CHANGING);

    private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(20);

    private final KeyRepair passing;
    private final KeyRepair waiting;
    private final Outcomes outcomes;
    private final Pauser pauser;
    private final AtomicLong followed = new AtomicLong();
    private final LinkedHashSet<DirtyKey> late = new LinkedHashSet<>();

    /** Hears what became of keys. */
    public interface Outcomes {
        /** Told of a row that could not be brought over, with the reason. */
        void dead(DirtyKey key, String reason);

        /** Told of rows that are equal now. */
        void settled(Collection<DirtyKey> keys);
    }

    /**
     * @param passing passes over rows that the application has locked
     * @param waiting waits for them
     */
    public Follower(KeyRepair passing, KeyRepair waiting, Outcomes outcomes, Pauser pauser) {
        this.passing = passing;
        this.waiting = waiting;
        this.outcomes = outcomes;
        this.pauser = pauser;
    }

    /**
     * Takes some keys and brings their rows over.
     *
     * @return how many keys were taken; 0 if none is waiting
     * @throws SQLException if a database is gone; the keys are handed out again
     * @throws BaseChangedException if the base is not the base any more; the keys are handed out again
     */
    public int step(KeyFeed feed, Supplier<Authority> authority) throws SQLException, InterruptedException {
        List<DirtyKey> keys = feed.take(BATCH);
        if (keys.isEmpty()) {
            return 0;
        }
        boolean done = false;
        try {
            bringOver(keys, authority);
            done = true;
        } finally {
            if (done) {
                feed.settle();
            } else {
                feed.putBack();
            }
        }
        followed.addAndGet(keys.size());
        remember(keys);
        return keys.size();
    }

    private void bringOver(List<DirtyKey> keys, Supplier<Authority> authority)
            throws SQLException, InterruptedException {
        Authority now = authority.get();
        Supplier<Authority> same = () -> BaseChangedException.check(authority.get(), now.base());
        List<DirtyKey> left = keys;
        for (int round = 0; !left.isEmpty(); round++) {
            RepairResult result = (round < PATIENT_ROUNDS ? passing : waiting).repair(left, same);
            left = tell(left, result, now, round < ROUNDS);
            if (!left.isEmpty()) {
                pauser.pause(BETWEEN_ROUNDS);
            }
        }
    }

    /** Returns those that are to be tried again. */
    private List<DirtyKey> tell(List<DirtyKey> keys, RepairResult result, Authority authority, boolean again) {
        List<DirtyKey> settled = new ArrayList<>();
        List<DirtyKey> busy = new ArrayList<>();
        for (DirtyKey key : keys) {
            KeyOutcome outcome = result.outcome(key);
            switch (outcome.kind()) {
                case BUSY -> busy.add(key);
                case DEAD -> {
                    if (again && PASSING.contains(DeadReason.ofText(outcome.reason()))) {
                        busy.add(key);
                    } else {
                        outcomes.dead(key, outcome.reason());
                    }
                }
                case REFUSED -> throw new BaseChangedException(authority.base());
                default -> settled.add(key);
            }
        }
        outcomes.settled(settled);
        return busy;
    }

    private synchronized void remember(List<DirtyKey> keys) {
        late.removeAll(Set.copyOf(keys));
        late.addAll(keys);
        var oldest = late.iterator();
        for (int surplus = late.size() - KEPT; surplus > 0; surplus--) {
            oldest.next();
            oldest.remove();
        }
    }

    /** Returns the keys that were followed last, 10,000 at most. */
    public synchronized List<DirtyKey> late() {
        return List.copyOf(late);
    }

    /** Returns how many keys were followed. */
    public long followed() {
        return followed.get();
    }
}
