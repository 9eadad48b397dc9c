package dev.movex.core.schema;

import dev.movex.core.plan.Problem;
import dev.movex.core.schema.Ddl.Stage;
import java.util.List;

/**
 * What the target lacks for a migration. Immutable.
 *
 * @param ddl what is created, in the order in which that works
 * @param leftOut what Movex does not create, and what stands in the way, each with its way out
 */
public record SchemaDraft(List<Ddl> ddl, List<Problem> leftOut) {
    public SchemaDraft {
        ddl = List.copyOf(ddl);
        leftOut = List.copyOf(leftOut);
    }

    /** Returns what is created at a stage. */
    public List<Ddl> at(Stage stage) {
        return ddl.stream().filter(one -> one.stage() == stage).toList();
    }

    /** Returns whether nothing stands in the way of creating what can be created. */
    public boolean passed() {
        return leftOut.stream().noneMatch(Problem::blocking);
    }
}
