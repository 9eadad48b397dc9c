package dev.movex.core.repair;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Pauser;
import dev.movex.core.access.Steps;
import dev.movex.core.access.Steps.Step;
import dev.movex.core.control.Authority;
import dev.movex.core.control.BaseChangedException;
import dev.movex.core.control.Fence;
import dev.movex.core.control.FencedException;
import dev.movex.core.control.Journal;
import dev.movex.core.control.JournalRow;
import dev.movex.core.row.DirtyKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Takes what transactions left behind in the journal to the repairer, and clears it. It has no cursor: the order of ids
 * is not the order of commits, so that every sweep looks at all that is there. A row goes when all its keys are settled,
 * by its exact id. Thread-safe; two sweeps at once do no harm.
 */
public final class JournalSweeper {
    /** The age at which a row counts as left behind; younger ones are about to be removed by their own process. */
    public static final Duration STANDARD_AGE = Duration.ofSeconds(1);

    private static final int PAGE = 500;

    private final Databases databases;
    private final String migration;
    private final KeyRepair repair;
    private final Duration age;
    private final Pauser pauser;
    private final Steps steps;
    private final Fence fence;
    private final Set<Long> reported = ConcurrentHashMap.newKeySet();

    public JournalSweeper(Databases databases, String migration, KeyRepair repair, Duration age, Hooks hooks) {
        this.databases = databases;
        this.migration = migration;
        this.repair = repair;
        this.age = age;
        this.pauser = hooks.pauser();
        this.steps = hooks.steps();
        this.fence = new Fence(migration);
    }

    /** Tells that a journal row of this process is left behind, so that the next sweep takes it whatever its age. */
    public void report(long id) {
        reported.add(id);
    }

    /**
     * Goes through the journal once.
     *
     * @throws SQLException if a database is gone; what was repaired stays repaired
     * @throws BaseChangedException if another side has become the base
     */
    public SweepResult sweep(Supplier<Authority> authority) throws SQLException, InterruptedException {
        return sweep(authority, age, repair);
    }

    /**
     * Goes through the journal once as an applier: takes rows of any age, since their transactions have left them to it.
     * Young ones pass over what the application has locked, so that it is never held up; a row that has met locked keys
     * for as long as others count as left behind is repaired like those.
     *
     * @param passingOver repairs keys without waiting for locks of the application
     * @throws SQLException as {@link #sweep}
     */
    public SweepResult apply(Supplier<Authority> authority, KeyRepair passingOver)
            throws SQLException, InterruptedException {
        return sweep(authority, Duration.ZERO, passingOver);
    }

    /**
     * Sweeps rows of any age until the journal is empty.
     *
     * @return false if it was not empty when the time was over, or the base is not the base any more
     */
    public boolean drain(Supplier<Authority> authority, Duration atMost) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        Duration pause = Duration.ofMillis(1);
        while (true) {
            SweepResult swept = sweep(authority, Duration.ZERO, repair);
            if (empty(authority.get().base())) {
                return true;
            }
            if (swept.refused() || System.nanoTime() > deadline) {
                return false;
            }
            if (swept.removed() == 0) {
                pauser.pause(pause);
                pause = pause.toMillis() < 50 ? pause.multipliedBy(2) : pause;
            }
        }
    }

    private boolean empty(Side base) throws SQLException {
        try (Connection connection = databases.connect(base)) {
            return journal(base).depth(connection).empty();
        }
    }

    private SweepResult sweep(Supplier<Authority> authority, Duration minAge, KeyRepair young)
            throws SQLException, InterruptedException {
        Side base = authority.get().base();
        Set<Long> forgotten = new LinkedHashSet<>(reported);
        Map<DirtyKey, KeyOutcome> outcomes = new LinkedHashMap<>();
        int rows = 0;
        int removed = 0;
        long above = Long.MIN_VALUE;
        while (true) {
            List<JournalRow> page = read(base, above);
            List<JournalRow> due = page.stream()
                    .filter(row -> row.age().compareTo(minAge) >= 0 || reported.contains(row.id()))
                    .toList();
            page.forEach(row -> forgotten.remove(row.id()));
            rows += due.size();
            Map<Boolean, List<JournalRow>> byAge = due.stream()
                    .collect(Collectors.partitioningBy(row -> row.age().compareTo(age) >= 0));
            removed += settle(byAge.getOrDefault(true, List.of()), repair, base, authority, outcomes);
            removed += settle(byAge.getOrDefault(false, List.of()), young, base, authority, outcomes);
            if (page.size() < PAGE || authority.get().base() != base) {
                break;
            }
            above = page.get(page.size() - 1).id();
        }
        reported.removeAll(forgotten);
        return new SweepResult(rows, removed, outcomes);
    }

    private int settle(
            List<JournalRow> due,
            KeyRepair by,
            Side base,
            Supplier<Authority> authority,
            Map<DirtyKey, KeyOutcome> outcomes)
            throws SQLException, InterruptedException {
        if (due.isEmpty()) {
            return 0;
        }
        Set<DirtyKey> keys = new LinkedHashSet<>();
        due.forEach(row -> keys.addAll(row.keys()));
        RepairResult result = by.repair(keys, () -> BaseChangedException.check(authority.get(), base));
        outcomes.putAll(result.outcomes());
        steps.reached(Step.SWEEP_REPAIRED);
        List<Long> ids = new ArrayList<>();
        for (JournalRow row : due) {
            if (result.settled(row.keys())) {
                ids.add(row.id());
            }
        }
        return ids.isEmpty() ? 0 : remove(ids, BaseChangedException.check(authority.get(), base));
    }

    private List<JournalRow> read(Side base, long above) throws SQLException {
        try (Connection connection = databases.connect(base)) {
            return journal(base).read(connection, above, PAGE);
        }
    }

    private int remove(List<Long> ids, Authority authority) throws SQLException {
        Side base = authority.base();
        try (Connection connection = databases.begin(base)) {
            try {
                fence.check(connection, databases.dialect(base), authority.baseFence());
                int removed = journal(base).delete(connection, ids);
                connection.commit();
                ids.forEach(reported::remove);
                return removed;
            } catch (FencedException e) {
                connection.rollback();
                return 0;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private Journal journal(Side side) {
        return new Journal(migration, databases.dialect(side));
    }
}
