package dev.movex.core.schema;

import dev.movex.core.plan.Problem;
import dev.movex.core.plan.Problem.Severity;
import dev.movex.core.plan.TableName;
import dev.movex.core.schema.Ddl.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Collects what is to be created and what is left out. Not thread-safe. */
final class DdlBook {
    private final List<Ddl> ddl = new ArrayList<>();
    private final List<Ddl> foreignKeys = new ArrayList<>();
    private final List<Problem> leftOut = new ArrayList<>();

    void tables(String what, String statement) {
        ddl.add(Ddl.of(Stage.TABLES, what, statement));
    }

    void indexes(String what, String... statements) {
        ddl.add(new Ddl(Stage.INDEXES, what, List.of(statements)));
    }

    /** Foreign keys come behind all indexes, of which they need that of their parents. */
    void foreignKey(String what, String... statements) {
        foreignKeys.add(new Ddl(Stage.INDEXES, what, List.of(statements)));
    }

    void warn(String code, String where, String what, String remedy) {
        leftOut.add(new Problem(Severity.WARNING, code, where, what, remedy));
    }

    void refuse(String code, String where, String what, String remedy) {
        leftOut.add(new Problem(Severity.ERROR, code, where, what, remedy));
    }

    void foreignKeyLeftOut(Wanted child, String name, TableName parent) {
        warn(
                "FOREIGN_KEY_LEFT_OUT",
                child.source().name().toString(),
                "Foreign key " + name + " refers to " + parent
                        + ", which is not moved, or of which the target has other columns, wider ones, or not all rows in one table.",
                "Move that table too, or create the foreign key by hand.");
    }

    SchemaDraft draft() {
        return new SchemaDraft(Stream.concat(ddl.stream(), foreignKeys.stream()).toList(), leftOut);
    }
}
