package dev.movex.benchmarks.change;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.plan.PlanDraft;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.ServerKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The tables that are written. */
final class Tables {
    static final String MIGRATION = "bench";
    static final PlanOptions OPTIONS = PlanOptions.all().tables(List.of("tally", "entry"), List.of());

    private Tables() {}

    static void create(Database database) throws SQLException {
        execute(
                database,
                "CREATE TABLE tally (writer bigint PRIMARY KEY, last bigint NOT NULL)",
                "CREATE TABLE entry (writer bigint NOT NULL, sequence bigint NOT NULL, PRIMARY KEY (writer, sequence))");
    }

    /**
     * Lets the database itself look, at the very end of each transaction that said it was the application's own, whether it
     * is open. The setting reaches the primary alone.
     */
    static void witness(Database database) throws SQLException {
        if (database.server().kind() != ServerKind.POSTGRESQL) {
            throw new IllegalArgumentException("only PostgreSQL looks at the end of a transaction");
        }
        execute(
                database,
                "CREATE TABLE violation (at timestamptz DEFAULT clock_timestamp(), writer bigint, sequence bigint)",
                "CREATE FUNCTION witness() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " IF current_setting('shop.first', true) = 'yes' AND NOT EXISTS"
                        + " (SELECT 1 FROM movex.control WHERE open) THEN"
                        + " INSERT INTO violation (writer, sequence) VALUES (NEW.writer, NEW.sequence); END IF;"
                        + " RETURN NULL; END $$",
                "CREATE CONSTRAINT TRIGGER witness AFTER INSERT ON entry DEFERRABLE INITIALLY DEFERRED"
                        + " FOR EACH ROW EXECUTE FUNCTION witness()");
    }

    private static void execute(Database database, String... texts) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String text : texts) {
                statement.execute(text);
            }
        }
    }

    static PlanDraft plan(Databases databases) throws SQLException {
        try (Connection src = databases.open(Side.SRC);
                Connection dst = databases.open(Side.DST)) {
            return PlanReader.read(
                    MIGRATION,
                    new DatabaseView(databases.srcDialect(), src),
                    new DatabaseView(databases.dstDialect(), dst),
                    OPTIONS);
        }
    }
}
