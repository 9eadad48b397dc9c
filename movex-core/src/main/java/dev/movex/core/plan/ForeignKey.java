package dev.movex.core.plan;

import java.util.List;

/**
 * A foreign key of a table.
 *
 * @param name the constraint's name
 * @param columns the child's columns
 * @param parent the table referred to
 * @param parentColumns the parent's columns, in the order of {@code columns}
 * @param cascades whether a delete or a key change of the parent changes children by itself
 */
public record ForeignKey(
        String name, List<String> columns, TableName parent, List<String> parentColumns, boolean cascades) {
    public ForeignKey {
        columns = List.copyOf(columns);
        parentColumns = List.copyOf(parentColumns);
    }
}
