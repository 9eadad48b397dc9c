package dev.movex.core.dialect;

import dev.movex.core.plan.PlannedTable;
import java.util.List;
import java.util.Set;

/**
 * How the rows of a table are hashed in the databases that have them.
 *
 * @param own whether both servers hash alike, so that their own functions serve; otherwise every database computes a
 *     canonical encoding
 * @param inJava the plan's names of columns that are left out, since Java compares them
 * @param keysOnly whether the key alone is hashed, which tells missing and surplus rows
 */
public record RowHash(boolean own, Set<String> inJava, boolean keysOnly) {
    public RowHash {
        inJava = Set.copyOf(inJava);
    }

    /** Returns the hash that every database computes, over all columns that have a common text. */
    public static RowHash canonical(PlannedTable table) {
        return new RowHash(false, Set.copyOf(table.comparedInJava()), false);
    }

    /** Returns the places of the columns that are hashed, in plan order. */
    List<Integer> hashed(PlannedTable table) {
        return places(table, column -> keysOnly ? table.key().contains(column) : !inJava.contains(column));
    }

    /** Returns the places of the columns that are compared in Java, in plan order. */
    public List<Integer> comparedInJava(PlannedTable table) {
        return places(table, column -> !keysOnly && inJava.contains(column));
    }

    private static List<Integer> places(PlannedTable table, java.util.function.Predicate<String> wanted) {
        List<String> columns = table.columns();
        return java.util.stream.IntStream.range(0, columns.size())
                .filter(i -> wanted.test(columns.get(i)))
                .boxed()
                .toList();
    }
}
