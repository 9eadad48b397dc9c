package dev.movex.doublewrite.sql;

import dev.movex.core.plan.PlannedTable;
import dev.movex.doublewrite.sql.PlannedTables.Cascade;
import dev.movex.doublewrite.sql.Replay.KeyPart;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a statement that writes a planned table is mirrored.
 *
 * @param verb what it does
 * @param table the table, or the first of them
 * @param source how the keys of the rows that it touches are learned
 * @param returning whether the text returns rows
 * @param adds whether every row that it touches is new
 * @param known where the parts of the key of each row come from; no other rows are touched. Empty if not told
 * @param changed the columns that it may change; empty for an insert
 * @param cascades the foreign keys through which other rows change by themselves
 * @param replay how it is repeated on the secondary; null if only images will do
 */
public record Dml(
        Verb verb,
        PlannedTable table,
        KeySource source,
        boolean returning,
        boolean adds,
        List<List<KeyPart>> known,
        Set<String> changed,
        List<Cascade> cascades,
        @Nullable Replay replay) {
    public Dml {
        known = List.copyOf(known);
        changed = Set.copyOf(changed);
        cascades = List.copyOf(cascades);
    }

    /** Returns the planned tables that it writes, by their plan names. */
    List<String> tables() {
        Stream<String> own = Stream.of(table.name());
        if (source instanceof KeySource.Locked locked) {
            own = locked.narrowing().written().stream().map(w -> w.table().name());
        } else if (source instanceof KeySource.Inside inside) {
            own = Stream.concat(own, inside.writes().stream().map(w -> w.table().name()));
        }
        return Stream.concat(own, cascades.stream().map(c -> c.child().name()))
                .distinct()
                .toList();
    }
}
