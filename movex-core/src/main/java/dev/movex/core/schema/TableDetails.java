package dev.movex.core.schema;

import dev.movex.core.plan.TableName;
import java.util.List;
import java.util.Map;

/**
 * What is needed to create a table elsewhere besides what a plan knows of it.
 *
 * @param defaults what each column takes when nothing is written, by its name
 * @param labels the labels of each column of an enumerated type, quoted, by its name
 * @param indexes its secondary indexes
 * @param foreignKeys the rules of its foreign keys, by their names
 * @param keyLengths how many characters or bytes its primary key begins with, for each column of which it does not take all
 * @param leftOut what has no counterpart in another kind of database: kind and name
 */
record TableDetails(
        Map<String, DefaultValue> defaults,
        Map<String, String> labels,
        List<Index> indexes,
        Map<String, String> foreignKeys,
        Map<String, Integer> keyLengths,
        List<String> leftOut) {

    /**
     * A secondary index.
     *
     * @param name its name
     * @param unique whether it lets a value in once
     * @param columns its columns; empty if a part of it is no plain column, or if it does not cover all rows
     * @param lengths how many characters or bytes it begins with, for each column of which it does not take all
     */
    record Index(String name, boolean unique, List<String> columns, Map<String, Integer> lengths) {
        Index {
            columns = List.copyOf(columns);
            lengths = Map.copyOf(lengths);
        }

        Index(String name, boolean unique, List<String> columns) {
            this(name, unique, columns, Map.of());
        }
    }

    /** Reads the details of one table. */
    @FunctionalInterface
    interface Reader {
        TableDetails read(TableName table) throws java.sql.SQLException;
    }
}
