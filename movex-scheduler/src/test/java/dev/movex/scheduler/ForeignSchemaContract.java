package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.core.MigrationState;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.plan.PlanDraft;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.Problem;
import dev.movex.core.plan.Table;
import dev.movex.core.schema.Ddl.Stage;
import dev.movex.core.schema.SchemaDraft;
import dev.movex.core.schema.SchemaPlanner;
import dev.movex.core.schema.SchemaRun;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.DatabaseServer;
import dev.movex.testkit.database.ServerKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A whole schema of about forty tables that was not made for Movex, from an empty target to a change of the primary and back. */
abstract class ForeignSchemaContract {
    private static final int ROWS = 25;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    Lab lab;
    private boolean fromPostgres;
    private boolean alike;

    /** Returns the tables to move, and what stands in for the keys of some. */
    abstract PlanOptions options(String schema);

    @BeforeEach
    void create(DatabasePair pair) throws Exception {
        lab = new Lab(pair);
        fromPostgres = kind(Side.SRC) == ServerKind.POSTGRESQL;
        alike = kind(Side.SRC) == kind(Side.DST);
        for (Side side : Side.values()) {
            if (kind(side) != ServerKind.POSTGRESQL) {
                administer(side, "GRANT ALL ON *.* TO '" + pair.of(side).username() + "'@'%'");
            }
        }
        try (Connection connection = pair.src().getConnection();
                Statement statement = connection.createStatement()) {
            String script = script(fromPostgres ? "harbour.sql" : "railway.sql");
            for (String sql : fromPostgres ? new String[] {script} : familyScript(script)) {
                statement.execute(sql.strip().replaceAll("^--.*\n", ""));
            }
        }
        lab.with(options(main()));
    }

    /** MySQL has no sequences, no types for addresses and uuids, and no tables that keep their history. */
    private String[] familyScript(String script) {
        if (kind(Side.SRC) == ServerKind.MARIADB) {
            return script.split(";\n");
        }
        return script.replaceAll("CREATE SEQUENCE [^;]*;\n", "SET SESSION sql_mode = 'STRICT_TRANS_TABLES';\n")
                .replace("DEFAULT NEXTVAL(ticket_number) ", "")
                .replace("id UUID PRIMARY KEY DEFAULT UUID()", "id CHAR(36) PRIMARY KEY")
                .replace("DEFAULT UUID()", "DEFAULT (UUID())")
                .replace("INET6", "VARBINARY(16)")
                .replace(" WITH SYSTEM VERSIONING", "")
                .split(";\n");
    }

    /** Returns the source's schema that names without one mean. */
    private String main() {
        return fromPostgres ? "public" : lab.pair.source().name();
    }

    private ServerKind kind(Side side) {
        return lab.pair.of(side).server().kind();
    }

    private void administer(Side side, String sql) throws SQLException {
        DatabaseServer server = lab.pair.of(side).server();
        try (Connection connection =
                        DriverManager.getConnection(server.jdbcUrl("mysql"), server.username(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String script(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ForeignSchemaContract.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterEach
    void close() throws Exception {
        for (Side side : Side.values()) {
            if (kind(side) != ServerKind.POSTGRESQL) {
                for (String schema : List.of("depot", "cargo", "Büro")) {
                    administer(side, "DROP DATABASE IF EXISTS `" + schema + "`");
                }
            }
        }
        lab.close();
    }

    private SchemaDraft schema() throws SQLException {
        Databases both = Databases.of(lab.pair.src(), lab.pair.dst());
        try (Connection src = both.open(Side.SRC);
                Connection dst = both.open(Side.DST)) {
            return SchemaPlanner.plan(
                    new DatabaseView(both.srcDialect(), src), new DatabaseView(both.dstDialect(), dst), lab.options());
        }
    }

    private void apply(Stage stage) throws SQLException {
        SchemaDraft draft = schema();
        assertThat(draft.passed()).as(draft.leftOut().toString()).isTrue();
        Databases both = Databases.of(lab.pair.src(), lab.pair.dst());
        try (Connection dst = both.open(Side.DST)) {
            SchemaRun.apply(new DatabaseView(both.dstDialect(), dst), draft.at(stage), one -> {});
        }
        assertThat(schema().at(stage)).as("what is there is not created again").isEmpty();
    }

    @Test
    void itMigratesWholeAndBack() throws Exception {
        apply(Stage.TABLES);
        PlanDraft draft = lab.draft(lab.databases());
        assertThat(draft.problems().stream().filter(Problem::blocking)).isEmpty();
        assertThat(draft.problems())
                .as("a sequence that counts a column is raised with it")
                .noneMatch(p ->
                        p.code().equals("SEQUENCE_WITHOUT_PARTNER") && p.where().endsWith("_id_seq"));
        HostileRows rows = new HostileRows(42, fromPostgres, !alike);
        try (Connection connection = lab.pair.src().getConnection()) {
            for (PlannedTable table : draft.plan().tables()) {
                int taken = table.name().endsWith("empty_one") ? 1 : rows.fill(connection, table.src(), ROWS);
                assertThat(taken).as("rows of " + table.name()).isPositive();
            }
        }
        // the driver's own data source is not for several threads at first
        DataSource looks = lab.pool(Side.SRC, lab.pair.source().server().port());
        Lab.Process process = lab.start();
        Migration migration = process.migration();
        try (EstateWriters writers =
                new EstateWriters(process.dataSource(), looks, draft.plan(), main(), fromPostgres, !alike)) {
            walk(migration, MigrationState.SRC_FIRST);
            migration.startCopy("test");
            await().atMost(PATIENCE).until(() -> !migration.activity().contains("copy"));
            assertThat(migration.stats().lastError()).isNull();
            apply(Stage.INDEXES);
            assertIndexes();
            if (!alike) {
                // from here on the application speaks the other dialect, which these writers don't
                writers.close();
            }
            dropTriggers();
            walk(migration, MigrationState.DST_FIRST);
            long before = writers.written();
            await().atMost(PATIENCE).until(() -> !alike || writers.written() > before + 50);
            long counted = countOnTarget();
            migration.move(MigrationState.SRC_FIRST, "test", "the rehearsed way back", false);
            writers.close();
            if (fromPostgres) {
                assertThat(lab.number(Side.SRC, "SELECT nextval('loose_id_seq')"))
                        .as("a sequence that belongs to no column, but counts its default, was raised")
                        .isGreaterThan(counted);
            }
            assertThat(writers.failures().values().stream().filter(why -> !paddedKey(why)))
                    .isEmpty();
        }
        await().atMost(PATIENCE).until(() -> migration.stats().journalRows() == 0);
        migration.startFull("test");
        await().atMost(PATIENCE).until(() -> !migration.activity().contains("full"));
        assertThat(lab.events).as("every write was in its place by itself").isEmpty();
        for (PlannedTable table : draft.plan().tables()) {
            List<String> there = content(Side.DST, table);
            List<String> here = content(Side.SRC, table);
            assertThat(there.stream().filter(row -> !here.contains(row)))
                    .as("rows of the target's " + table.name() + " alone")
                    .isEmpty();
            assertThat(there).as(table.name()).hasSameSizeAs(here);
        }
    }

    /** MySQL tells nobody what became of a key with blanks at its end, so such a row is refused. */
    private boolean paddedKey(String failure) {
        return kind(Side.SRC) == ServerKind.MYSQL && failure.contains("by their keys, which the database has changed");
    }

    /** Two of them have names that begin alike, too long for PostgreSQL with the table's before them. */
    private void assertIndexes() throws SQLException {
        if (!fromPostgres && kind(Side.DST) == ServerKind.POSTGRESQL) {
            assertThat(lab.number(Side.DST, "SELECT count(*) FROM pg_indexes WHERE tablename = 'article'"))
                    .isEqualTo(6);
            assertThat(
                            lab.number(
                                    Side.DST,
                                    "SELECT count(*) FROM pg_indexes WHERE tablename = 'article' AND indexdef LIKE '%left%body, 100)%'"))
                    .as("of a text of any length the beginning alone")
                    .isEqualTo(1);
            assertThat(lab.number(Side.DST, """
                            SELECT count(*) FROM information_schema.columns WHERE table_name = 'article'
                            AND (column_name, data_type) IN (('stars', 'smallint'), ('shown', 'boolean'))"""))
                    .as("what counts beyond 1 is a number, what does not is a boolean")
                    .isEqualTo(2);
            assertThat(schema().leftOut())
                    .as("what can't be created is named, not forgotten")
                    .anyMatch(
                            p -> p.code().equals("INDEX_LEFT_OUT") && p.where().endsWith("text_sizes"));
        }
        if (fromPostgres && !alike) {
            assertThat(lab.number(Side.DST, """
                            SELECT count(*) FROM information_schema.referential_constraints
                            WHERE constraint_schema = database() AND table_name = 'lane'"""))
                    .as("a key from an integer to a bigint, which the target takes if both are bigint")
                    .isEqualTo(1);
        }
    }

    /** Returns the key that the target would give a new row, which is beyond all of the source's. */
    private long countOnTarget() throws SQLException {
        // numbers beyond those that PostgreSQL counts by itself, or a sequence that belongs to no column
        String table = fromPostgres ? "loose" : "turnstile";
        long greatest = lab.number(Side.SRC, "SELECT max(id) FROM " + table);
        try (Connection connection = lab.pair.dst().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO " + table + " (note) VALUES ('counted')");
            try (ResultSet row = statement.executeQuery("SELECT id FROM " + table + " WHERE note = 'counted'")) {
                row.next();
                assertThat(row.getLong(1)).isGreaterThan(greatest);
                return row.getLong(1);
            } finally {
                connection.rollback();
            }
        }
    }

    /** As preflight's finding TRIGGERS_ON_WAY_BACK asks for. */
    private void dropTriggers() throws SQLException {
        if (!fromPostgres) {
            lab.execute(Side.SRC, "DROP TRIGGER clerk_name");
        }
    }

    /** Auto-migrate may end with a gate that did not pass at the moment; then it is asked again. */
    private void walk(Migration migration, MigrationState until) {
        await().atMost(PATIENCE)
                .failFast(() -> assertThat(migration.stats().lastError()).isNull())
                .untilAsserted(() -> {
                    boolean busy = migration.activity().contains("auto-migrate");
                    if (!busy && migration.state() != until) {
                        migration.autoMigrate("test", until);
                    }
                    assertThat(migration.state())
                            .as(String.valueOf(migration.hold()))
                            .isEqualTo(until);
                    assertThat(busy).isFalse();
                });
    }

    /** Between servers of one kind whole rows are compared by another way than Movex's, between kinds their number is. */
    private List<String> content(Side side, PlannedTable planned) throws SQLException {
        Table table = planned.on(side);
        boolean postgres = kind(side) == ServerKind.POSTGRESQL;
        HostileRows names = new HostileRows(0, postgres, true);
        String from = names.name(table.name());
        List<String> lines = new ArrayList<>();
        try (Connection connection = lab.pair.of(side).dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + (alike ? "*" : "COUNT(*)") + " FROM " + from)) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                StringBuilder line = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    line.append(alike ? text(row, i, kind(side)) : row.getString(i))
                            .append('|');
                }
                lines.add(line.toString());
            }
        }
        return lines.stream().sorted().toList();
    }

    /** MySQL's driver can't fill every number with zeros; what the server has sent it gives as it is. */
    private static @Nullable String text(ResultSet row, int column, ServerKind kind) throws SQLException {
        if (kind != ServerKind.MYSQL) {
            return row.getString(column);
        }
        byte[] sent = row.getBytes(column);
        return sent == null ? null : HexFormat.of().formatHex(sent);
    }

    static PlanOptions keys(String table, String column, List<String> excluded) {
        return PlanOptions.all().tables(List.of(), excluded).withKeys(Map.of(table, List.of(column)));
    }
}
