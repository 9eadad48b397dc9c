package dev.movex.cli;

import dev.movex.core.Side;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.dialect.Dialects;
import dev.movex.core.plan.Problem;
import dev.movex.core.schema.Ddl;
import dev.movex.core.schema.Ddl.Stage;
import dev.movex.core.schema.SchemaDraft;
import dev.movex.core.schema.SchemaPlanner;
import dev.movex.core.schema.SchemaRun;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Shows what the target lacks, and creates it on demand. Never drops or changes what is there. */
@Command(
        name = "schema",
        description = {
            "Shows the statements that create what the target lacks: tables with their primary keys; with --indexes, their"
                    + " secondary indexes and foreign keys, which are best created when the rows are there.",
            "With --apply it runs them. It never drops or changes what is there, and goes on where an earlier run ended."
        })
final class SchemaCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DatabaseOptions databases = new DatabaseOptions();

    @Mixin
    private PlanChoice choice = new PlanChoice();

    @Option(
            names = "--indexes",
            description = "Secondary indexes, unique constraints and foreign keys in place of tables.")
    private boolean indexes;

    @Option(names = "--apply", description = "Run the statements on the target.")
    private boolean apply;

    @Option(names = "--json", description = "Print one JSON object in place of text.")
    private boolean json;

    @Override
    public Integer call() throws SQLException {
        Stage stage = indexes ? Stage.INDEXES : Stage.TABLES;
        try (Connection src = databases.endpoint(Side.SRC).connect();
                Connection dst = databases.endpoint(Side.DST).connect()) {
            DatabaseView target = view(dst);
            SchemaDraft draft = SchemaPlanner.plan(view(src), target, choice.options());
            List<Ddl> ddl = draft.at(stage);
            boolean runs = apply && draft.passed();
            if (runs) {
                PrintWriter err = spec.commandLine().getErr();
                SchemaRun.apply(target, ddl, one -> {
                    err.println("creating " + one.what());
                    err.flush();
                });
            }
            print(draft, ddl, runs);
            return draft.passed() ? ExitCode.OK : ExitCode.NEGATIVE;
        }
    }

    private static DatabaseView view(Connection connection) throws SQLException {
        return new DatabaseView(Dialects.of(connection), connection);
    }

    private void print(SchemaDraft draft, List<Ddl> ddl, boolean created) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(toJson(draft, ddl, created));
        } else {
            for (Ddl one : ddl) {
                out.println("-- " + one.what());
                one.statements().forEach(sql -> out.println(sql + ";"));
            }
            draft.leftOut().forEach(problem -> out.println("-- " + problem));
            out.println(
                    created
                            ? "-- " + ddl.size() + " things were created."
                            : "-- " + ddl.size() + " things are missing; --apply creates them.");
        }
        out.flush();
    }

    private static String toJson(SchemaDraft draft, List<Ddl> ddl, boolean created) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("passed", draft.passed());
        object.put("created", created);
        object.put("ddl", ddl);
        object.put(
                "problems", draft.leftOut().stream().map(SchemaCommand::fields).toList());
        return JsonMapper.shared().writeValueAsString(object);
    }

    /** Returns a finding as the fields that machines read. */
    static Map<String, Object> fields(Problem problem) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("severity", problem.severity().name());
        fields.put("code", problem.code());
        fields.put("where", problem.where());
        fields.put("what", problem.what());
        fields.put("remedy", problem.remedy());
        return fields;
    }
}
