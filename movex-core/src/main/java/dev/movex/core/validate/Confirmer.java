package dev.movex.core.validate;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Hooks;
import dev.movex.core.compare.RowEquality;
import dev.movex.core.control.Authority;
import dev.movex.core.control.BaseChangedException;
import dev.movex.core.control.FencedException;
import dev.movex.core.follow.Applied;
import dev.movex.core.plan.Plan;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.validate.ConfirmTransaction.Grip;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Tells inconsistencies from writes in flight, so that what is reported is never a false alarm:
 *
 * <ol>
 *   <li>the base's fence is joined, so that the base stays the base; its row is locked (shared), so that no writer is on
 *       it;
 *   <li>then the journal is read: whoever wrote the row last and has not committed on the other side yet is named there.
 *       A key that is named is released and tried again later; one that is named again and again is kept locked for up to a
 *       second until the journal has let go of it, so that a row which is written all the time is judged, too. Where somebody follows the base's log, he has to have come
 *       up to now;
 *   <li>then the other side is looked at. A difference now is one that no open transaction will mend;
 *   <li>where the base has no row there is nothing to lock: the other side's row is locked first, then the base is read
 *       in a fresh snapshot, then the journal. Whoever deletes the row meets the lock before it commits.
 * </ol>
 *
 * <p>Thread-safe.
 */
public final class Confirmer {
    private static final int BATCH = 100;
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    private final Plan plan;
    private final Databases databases;
    private final Duration patience;
    private final Hooks hooks;
    private final Applied applied;
    private final Map<Side, PendingKeys> journals;

    /**
     * @param patience how long a key is tried again that the journal names or that stays locked
     */
    public Confirmer(Plan plan, Databases databases, Duration patience, Hooks hooks) {
        this(plan, databases, patience, hooks, Applied.ALWAYS);
    }

    /**
     * As the other constructor.
     *
     * @param applied asked while the base's rows are locked, before the other side is looked at: what was written on them is
     *     on its way until it says so
     */
    public Confirmer(Plan plan, Databases databases, Duration patience, Hooks hooks, Applied applied) {
        this.plan = plan;
        this.databases = databases;
        this.patience = patience;
        this.hooks = hooks;
        this.applied = applied;
        this.journals = Map.of(
                Side.SRC, new PendingKeys(plan, databases, Side.SRC),
                Side.DST, new PendingKeys(plan, databases, Side.DST));
    }

    /**
     * Judges suspects.
     *
     * @throws BaseChangedException if the base is not the given one any more
     * @throws FencedException if the base shows another epoch than the authority says
     */
    public Confirmation confirm(
            Side base, Collection<DirtyKey> suspects, Supplier<Authority> authority, RowEquality equality)
            throws SQLException, InterruptedException {
        List<Confirmed> confirmed = new ArrayList<>();
        Set<DirtyKey> open = new LinkedHashSet<>(suspects);
        long deadline = System.nanoTime() + patience.toNanos();
        Duration pause = Duration.ofMillis(5);
        Judgement judgement = new Judgement(authority, equality, confirmed, deadline);
        boolean firm = false;
        while (!open.isEmpty()) {
            open = round(base, new ArrayList<>(open), judgement, firm);
            if (open.isEmpty() || System.nanoTime() > deadline) {
                break;
            }
            firm = deadline - System.nanoTime() < patience.toNanos() / 2;
            hooks.pauser().pause(pause);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
        }
        return new Confirmation(confirmed, open);
    }

    /** What judges need to know, and where they put what they have confirmed. */
    private record Judgement(
            Supplier<Authority> authority, RowEquality equality, List<Confirmed> confirmed, long deadline) {}

    /** Judges what can be judged now; returns the rest. Rows that are had firmly are had one by one. */
    private Set<DirtyKey> round(Side base, List<DirtyKey> keys, Judgement judgement, boolean firm)
            throws SQLException, InterruptedException {
        Set<DirtyKey> left = new LinkedHashSet<>();
        try (ConfirmTransaction transaction = new ConfirmTransaction(
                plan, databases, base, judgement.equality(), hooks, Objects.requireNonNull(journals.get(base)))) {
            for (List<DirtyKey> batch : transaction.cut(keys, firm ? 1 : BATCH)) {
                long nanos = Math.max(0, judgement.deadline() - System.nanoTime());
                Grip grip = firm ? Grip.firm(Duration.ofNanos(nanos)) : Grip.LIGHT;
                left.addAll(judge(transaction, batch, judgement, grip));
            }
        }
        return left;
    }

    private Set<DirtyKey> judge(ConfirmTransaction transaction, List<DirtyKey> keys, Judgement judgement, Grip grip)
            throws SQLException, InterruptedException {
        Supplier<Authority> authority = judgement.authority();
        Authority used = BaseChangedException.check(authority.get(), transaction.base());
        try {
            ConfirmTransaction.Verdict verdict = transaction.judge(keys, used, applied, grip);
            judgement.confirmed().addAll(verdict.confirmed());
            return verdict.open();
        } catch (SQLException e) {
            transaction.rollback();
            boolean locked = databases.dialect(Side.SRC).transientFailure(e)
                    || databases.dialect(Side.DST).transientFailure(e);
            boolean sameEpoch = authority.get().equals(used);
            if (!locked || (e instanceof FencedException && sameEpoch)) {
                throw e;
            }
            if (keys.size() == 1 || !sameEpoch) {
                return new LinkedHashSet<>(keys);
            }
            int half = keys.size() / 2;
            Set<DirtyKey> left = judge(transaction, keys.subList(0, half), judgement, grip);
            left.addAll(judge(transaction, keys.subList(half, keys.size()), judgement, grip));
            return left;
        }
    }
}
