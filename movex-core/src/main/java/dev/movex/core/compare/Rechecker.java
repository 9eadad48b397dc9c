package dev.movex.core.compare;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.KeyBatches;
import dev.movex.core.access.Pauser;
import dev.movex.core.dialect.RowLock;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.Row;
import dev.movex.core.row.RowKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks at suspects again without locks, a few times with pauses between, since most of them are writes in flight. Takes
 * no locks and proves nothing: what is left needs to be confirmed. Thread-safe.
 */
public final class Rechecker {
    /** Pauses before each look; the whole is short against a run and long against a commit. */
    public static final List<Duration> STANDARD_PAUSES =
            List.of(Duration.ZERO, Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofMillis(500));

    /** Pauses for those whose suspects are confirmed under locks afterwards, which waits for writes in flight by itself. */
    public static final List<Duration> SHORT_PAUSES =
            List.of(Duration.ZERO, Duration.ofMillis(50), Duration.ofMillis(150));

    private static final int PAGE = 256;

    private final Databases databases;
    private final Plan plan;
    private final List<Duration> pauses;
    private final Pauser pauser;

    public Rechecker(Databases databases, Plan plan, List<Duration> pauses, Pauser pauser) {
        this.databases = databases;
        this.plan = plan;
        this.pauses = List.copyOf(pauses);
        this.pauser = pauser;
    }

    /** Returns the keys whose rows differed at every look. */
    public Set<DirtyKey> survivors(Side base, Collection<DirtyKey> suspects, RowEquality equality)
            throws SQLException, InterruptedException {
        Set<DirtyKey> left = new LinkedHashSet<>(suspects);
        if (left.isEmpty()) {
            return left;
        }
        try (Connection toBase = databases.connect(base);
                Connection toOther = databases.connect(base.other())) {
            for (Duration pause : pauses) {
                if (!pause.isZero()) {
                    pauser.pause(pause);
                }
                left = differing(toBase, toOther, base, left, equality);
                if (left.isEmpty()) {
                    break;
                }
            }
        }
        return left;
    }

    private Set<DirtyKey> differing(
            Connection toBase, Connection toOther, Side base, Set<DirtyKey> keys, RowEquality equality)
            throws SQLException {
        Set<DirtyKey> differing = new LinkedHashSet<>();
        Map<Side, Connection> connections = Map.of(base, toBase, base.other(), toOther);
        for (List<DirtyKey> some : KeyBatches.cut(plan, databases, connections, List.copyOf(keys), PAGE)) {
            differing.addAll(differingOf(toBase, toOther, base, some, equality));
        }
        return differing;
    }

    private Set<DirtyKey> differingOf(
            Connection toBase, Connection toOther, Side base, List<DirtyKey> keys, RowEquality equality)
            throws SQLException {
        Set<DirtyKey> differing = new LinkedHashSet<>();
        for (PlannedTable table : plan.tables()) {
            List<RowKey> ofTable = keys.stream()
                    .filter(key -> key.table().equals(table.name()))
                    .map(DirtyKey::key)
                    .toList();
            Map<RowKey, Row> rows = databases.table(table, base).readRows(toBase, ofTable, RowLock.NONE);
            Map<RowKey, Row> others = databases.table(table, base.other()).readRows(toOther, ofTable, RowLock.NONE);
            for (RowKey key : ofTable) {
                Row row = rows.get(key);
                Row other = others.get(key);
                boolean same = row == null || other == null
                        ? row == other
                        : equality.differing(table, row, other).isEmpty();
                if (!same) {
                    differing.add(new DirtyKey(table.name(), key));
                }
            }
        }
        return differing;
    }
}
