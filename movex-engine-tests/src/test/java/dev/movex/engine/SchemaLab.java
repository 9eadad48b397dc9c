package dev.movex.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.Problem;
import dev.movex.core.schema.Ddl.Stage;
import dev.movex.core.schema.SchemaDraft;
import dev.movex.core.schema.SchemaPlanner;
import dev.movex.core.schema.SchemaRun;
import dev.movex.testkit.database.DatabasePair;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Definitions of one database, and what is made of them on the other one. */
record SchemaLab(DatabasePair pair, PlanOptions options) {
    void run(Side side, String... statements) throws SQLException {
        try (Connection connection = pair.of(side).dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    SchemaDraft draft() throws SQLException {
        Databases both = Databases.of(pair.src(), pair.dst());
        try (Connection src = both.open(Side.SRC);
                Connection dst = both.open(Side.DST)) {
            return SchemaPlanner.plan(
                    new DatabaseView(both.srcDialect(), src), new DatabaseView(both.dstDialect(), dst), options);
        }
    }

    /** Creates what is missing, tables first. */
    void create() throws SQLException {
        Databases both = Databases.of(pair.src(), pair.dst());
        for (Stage stage : Stage.values()) {
            SchemaDraft draft = draft();
            assertThat(draft.passed()).as(draft.leftOut().toString()).isTrue();
            try (Connection dst = both.open(Side.DST)) {
                SchemaRun.apply(new DatabaseView(both.dstDialect(), dst), draft.at(stage), one -> {});
            }
        }
        assertThat(draft().ddl()).as("what is there is not created again").isEmpty();
    }

    List<String> leftOut() throws SQLException {
        return draft().leftOut().stream().map(p -> p.code() + " " + p.where()).toList();
    }

    Problem only(String code) throws SQLException {
        Predicate<Problem> meant = problem -> problem.code().equals(code);
        List<Problem> found = draft().leftOut().stream().filter(meant).toList();
        assertThat(found).as(code).hasSize(1);
        return found.get(0);
    }

    /** Returns the first column of what a query finds on the target. */
    List<String> target(String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = pair.dst().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                found.add(String.valueOf(row.getString(1)));
            }
        }
        return found;
    }
}
