package dev.movex.core.schema;

import java.util.List;

/**
 * Something that the target lacks, and the statements that create it.
 *
 * @param stage when it is created
 * @param what kind and name, for people
 * @param statements run one after the other, each by itself; none of them drops or changes what is there
 */
public record Ddl(Stage stage, String what, List<String> statements) {
    public Ddl {
        statements = List.copyOf(statements);
    }

    /** A thing that one statement creates. */
    static Ddl of(Stage stage, String what, String statement) {
        return new Ddl(stage, what, List.of(statement));
    }

    /** When something is created. */
    public enum Stage {
        /** Before rows are copied: schemas, types, sequences, tables with their primary keys. */
        TABLES,
        /** When the rows are there: secondary indexes, unique constraints, foreign keys. */
        INDEXES
    }
}
