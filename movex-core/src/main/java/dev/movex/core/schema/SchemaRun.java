package dev.movex.core.schema;

import dev.movex.core.MovexException;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.schema.Ddl.Stage;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;

/** Creates on the target what a draft names. What is there already is left as it is, so that a run can be repeated. */
public final class SchemaRun {
    private SchemaRun() {}

    /**
     * Runs the statements in their order.
     *
     * @param dst the target; its connection is in auto-commit mode
     * @param started hears of each thing before it is created
     * @throws MovexException with code {@code SCHEMA_STATEMENT_FAILED} if the target refuses one; what was created before
     *     stays, and the next run goes on from there
     */
    public static void apply(DatabaseView dst, List<Ddl> ddl, Consumer<Ddl> started) throws SQLException {
        if (ddl.isEmpty()) {
            return;
        }
        try (Statement statement = dst.connection().createStatement()) {
            for (String before : session(dst)) {
                statement.execute(before);
            }
            for (Ddl one : ddl) {
                started.accept(one);
                run(dst, statement, one);
            }
            for (String after : restored(dst)) {
                statement.execute(after);
            }
        }
    }

    private static void run(DatabaseView dst, Statement statement, Ddl one) {
        for (String sql : one.statements()) {
            try {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new MovexException(
                        "SCHEMA_STATEMENT_FAILED",
                        "The target refuses to create " + one.what() + ": "
                                + dst.dialect().describe(e) + words(one, e) + ". The statement: " + sql,
                        "Mend what it names, or create it by hand, and run the command again; it goes on from there.");
            }
        }
    }

    /** What a server says of rows may hold their values; what it says of definitions does not. */
    private static String words(Ddl one, SQLException error) {
        String state = String.valueOf(error.getSQLState());
        boolean ofRows = one.stage() == Stage.INDEXES && !state.startsWith("42") && !state.startsWith("0A");
        return ofRows ? "" : " (" + String.valueOf(error.getMessage()).strip().replaceAll("\\s+", " ") + ")";
    }

    /** Functions may name tables that come later; rows that are there have been proven to meet their foreign keys. */
    private static List<String> session(DatabaseView dst) {
        return dst.dialectName().equals("postgresql")
                ? List.of("SET check_function_bodies = off")
                : List.of("SET SESSION foreign_key_checks = 0", "SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO'");
    }

    private static List<String> restored(DatabaseView dst) {
        return dst.dialectName().equals("postgresql")
                ? List.of("RESET check_function_bodies")
                : List.of("SET SESSION foreign_key_checks = DEFAULT", "SET SESSION sql_mode = DEFAULT");
    }
}
