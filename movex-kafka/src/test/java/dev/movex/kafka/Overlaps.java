package dev.movex.kafka;

import dev.movex.core.control.Authority;
import dev.movex.core.repair.KeyRepair;
import dev.movex.core.repair.RepairResult;
import dev.movex.core.row.DirtyKey;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Repairs, and notes rows that two callers repair at one time. */
final class Overlaps implements KeyRepair {
    private final KeyRepair repair;
    private final Set<DirtyKey> underWay = ConcurrentHashMap.newKeySet();
    private final Set<DirtyKey> overlapping = ConcurrentHashMap.newKeySet();

    Overlaps(KeyRepair repair) {
        this.repair = repair;
    }

    Set<DirtyKey> overlapping() {
        return overlapping;
    }

    @Override
    public RepairResult repair(Collection<DirtyKey> keys, Supplier<Authority> authority)
            throws SQLException, InterruptedException {
        keys.stream().filter(key -> !underWay.add(key)).forEach(overlapping::add);
        try {
            return repair.repair(keys, authority);
        } finally {
            underWay.removeAll(Set.copyOf(keys));
        }
    }
}
