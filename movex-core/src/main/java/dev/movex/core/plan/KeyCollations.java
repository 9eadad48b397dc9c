package dev.movex.core.plan;

import dev.movex.core.plan.Problem.Severity;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds unique keys of text in which one side takes values for equal that the other tells apart. */
final class KeyCollations {
    private static final Set<ColumnKind> TEXTS = Set.of(ColumnKind.TEXT, ColumnKind.CHAR);

    private KeyCollations() {}

    static void check(Table source, Table target, List<Problem> problems) {
        source.keyColumns().forEach(column -> check(source, target, column, true, problems));
        Set<String> others = new LinkedHashSet<>();
        source.uniques().forEach(others::addAll);
        target.uniques().forEach(others::addAll);
        others.removeAll(source.key());
        others.forEach(name -> source.find(name).ifPresent(column -> check(source, target, column, false, problems)));
    }

    private static void check(Table source, Table target, Column column, boolean ofKey, List<Problem> problems) {
        Column other = target.find(column.name()).orElse(null);
        if (other == null
                || !TEXTS.contains(column.kind())
                || !TEXTS.contains(other.kind())
                || sameWeights(column, other)
                || !equates(column) && !equates(other)) {
            return;
        }
        String names = "The collation is " + name(column) + " on the source and " + name(other) + " on the target. ";
        String key = ofKey ? "the primary key" : "a unique key";
        if (equates(other)) {
            boolean alone = !equates(column);
            problems.add(new Problem(
                    Severity.WARNING,
                    "COLLATION_EQUATES_KEYS",
                    source.name() + "." + column.name(),
                    names + "In " + key + ", the target takes values for equal that the source " + (alone ? "" : "may ")
                            + (alone ? "tells" : "tell")
                            + " apart. If there are such rows, it refuses the second of them, and no validation gets clean.",
                    "Give the target's column a collation that tells bytes apart (utf8mb4_0900_bin on MySQL,"
                            + " utf8mb4_nopad_bin on MariaDB, a deterministic one on PostgreSQL)"
                            + (alone ? "." : ", or the source's.")));
        } else {
            problems.add(new Problem(
                    Severity.WARNING,
                    "COLLATION_TELLS_KEYS_APART",
                    source.name() + "." + column.name(),
                    names + "In " + key + ", the target tells values apart that the source takes for equal, such as a"
                            + " and A: it finds rows by their exact text alone, and what it takes in besides can't go back.",
                    "Let the application write the column in one case, or give the target's column a collation that weighs"
                            + " texts as the source does."));
        }
    }

    /** A collation of one name takes the same texts for equal on MySQL and MariaDB. */
    private static boolean sameWeights(Column column, Column other) {
        return column.collation().equals(other.collation())
                || ofFamily(column) && ofFamily(other) && name(column).equals(name(other));
    }

    private static boolean ofFamily(Column column) {
        return column.collation().startsWith("mysql/") || column.collation().startsWith("mariadb/");
    }

    /** Returns whether texts of different bytes may be equal. */
    private static boolean equates(Column column) {
        String collation = column.collation();
        return ofFamily(column)
                ? !collation.endsWith("_bin") && !collation.endsWith("/binary")
                : collation.endsWith("/nondeterministic");
    }

    private static String name(Column column) {
        String collation = column.collation();
        return ofFamily(column)
                ? collation.substring(collation.indexOf('/') + 1)
                : collation.split("/", 2)[0];
    }
}
