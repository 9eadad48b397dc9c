package dev.movex.scheduler;

import dev.movex.core.Side;
import java.util.List;
import java.util.Map;

/**
 * What a look at both chains of an audit trail has found.
 *
 * @param intact whether nothing is broken
 * @param broken what is broken, the first of each chain, a sentence each: the side, the entry's number, and what is wrong
 * @param heads per side the last entry; keep it elsewhere, and a later look can show that nothing before it was changed
 * @param entries how many entries there are on both sides
 */
public record AuditVerdict(boolean intact, List<String> broken, Map<Side, AuditAnchor> heads, long entries) {
    public AuditVerdict {
        broken = List.copyOf(broken);
        heads = Map.copyOf(heads);
    }
}
