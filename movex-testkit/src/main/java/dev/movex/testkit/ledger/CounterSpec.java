package dev.movex.testkit.ledger;

import java.util.Set;

/**
 * Rows that many writers change at once by adding to a column. Their order is not known to anybody outside the
 * database, so the ledger keeps the sum instead of the content.
 *
 * @param table the table
 * @param column the column that is added to
 * @param ignored columns that are set along with it, in an unknown order
 * @param keys the keys of the rows, as text
 */
public record CounterSpec(TableSpec table, String column, Set<String> ignored, Set<String> keys) {
    /** Copies the sets. */
    public CounterSpec {
        ignored = Set.copyOf(ignored);
        keys = Set.copyOf(keys);
    }

    boolean covers(TableSpec of, String key) {
        return table.equals(of) && keys.contains(key);
    }

    /** Returns the line without the columns whose content is not known. */
    String masked(String line) {
        String[] fields = line.split("\t", -1);
        fields[table.indexOf(column)] = "";
        ignored.forEach(name -> fields[table.indexOf(name)] = "");
        return String.join("\t", fields);
    }

    String value(String line) {
        return line.split("\t", -1)[table.indexOf(column)];
    }
}
