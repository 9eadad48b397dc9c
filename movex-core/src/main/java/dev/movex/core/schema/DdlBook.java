package dev.movex.core.schema;

import dev.movex.core.plan.Problem;
import dev.movex.core.plan.Problem.Severity;
import dev.movex.core.schema.Ddl.Stage;
import java.util.ArrayList;
import java.util.List;

/** Collects what is to be created and what is left out. Not thread-safe. */
final class DdlBook {
    private final List<Ddl> ddl = new ArrayList<>();
    private final List<Problem> leftOut = new ArrayList<>();

    void tables(String what, String statement) {
        ddl.add(Ddl.of(Stage.TABLES, what, statement));
    }

    void indexes(String what, String... statements) {
        ddl.add(new Ddl(Stage.INDEXES, what, List.of(statements)));
    }

    void warn(String code, String where, String what, String remedy) {
        leftOut.add(new Problem(Severity.WARNING, code, where, what, remedy));
    }

    void refuse(String code, String where, String what, String remedy) {
        leftOut.add(new Problem(Severity.ERROR, code, where, what, remedy));
    }

    SchemaDraft draft() {
        return new SchemaDraft(ddl, leftOut);
    }
}
