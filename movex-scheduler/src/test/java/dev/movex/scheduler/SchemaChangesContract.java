package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.movex.core.MigrationState;
import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.testkit.database.DatabasePair;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The definition of a table is changed in the middle of a migration. */
abstract class SchemaChangesContract {
    private Lab lab;
    private Lab.Process old;
    private String table;

    @BeforeEach
    void reachDualWriting(DatabasePair pair) throws Exception {
        lab = new Lab(pair);
        for (Side side : Side.values()) {
            lab.execute(side, "CREATE TABLE one (id bigint PRIMARY KEY, note varchar(40), utime bigint NOT NULL)");
        }
        lab.execute(Side.SRC, "INSERT INTO one VALUES (1, 'first', 1), (2, 'second', 2)");
        old = lab.start();
        table = lab.plan(lab.databases()).tables().get(0).name();
        auto(old, MigrationState.DST_FIRST);
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    private static void auto(Lab.Process process, MigrationState until) {
        process.migration().autoMigrate("test", until);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> process.migration().state() == until
                        && process.migration().wanted() == null);
    }

    private static GateResult gate(Lab.Process process, String name) {
        return process.migration().gates(MigrationState.DST_ONLY).stream()
                .filter(g -> g.gate().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aColumnIsAddedOnBothSidesAndItsValuesArriveOnBoth() throws Exception {
        String ddl = "ALTER TABLE one ADD COLUMN remark varchar(20)";
        SchemaChange change = new SchemaChange(table, SchemaChange.Kind.ADD_COLUMN, ddl, ddl);
        SchemaChanges changes = new SchemaChanges("lab", lab.databases());
        assertThat(changes.steps(change).get(0)).as("the secondary first").startsWith("on the source");
        changes.make(change, "alice", "remarks");
        assertThat(gate(old, "plan").passed()).isFalse();
        old.close();

        Lab.Process renewed = lab.start();
        assertThat(gate(renewed, "plan").passed()).isTrue();
        assertThat(gate(renewed, "copy proven").passed())
                .as("what was proven knew nothing of the column")
                .isFalse();
        renewed.execute("UPDATE one SET remark = 'new' WHERE id = 1");
        renewed.execute("INSERT INTO one VALUES (3, 'third', 3, 'with remark')");
        auto(renewed, MigrationState.DST_ONLY);
        assertThat(lab.number(Side.SRC, "SELECT count(*) FROM one WHERE remark IS NOT NULL"))
                .isEqualTo(2);
        assertThat(renewed.migration().auditTrail())
                .anyMatch(entry ->
                        entry.what().equals("schema_change") && entry.who().equals("alice"));
    }

    @Test
    void indexAndWiderTypeAreTakenAndWhatBreaksIsRefused() throws Exception {
        SchemaChanges changes = new SchemaChanges("lab", lab.databases());
        String index = "CREATE INDEX one_note ON one (note)";
        changes.make(new SchemaChange(table, SchemaChange.Kind.ADD_INDEX, index, index), "alice", "");
        String widen = "ALTER TABLE one %s note %s";
        changes.make(
                new SchemaChange(
                        table, SchemaChange.Kind.WIDEN_COLUMN, widened(Side.SRC, widen), widened(Side.DST, widen)),
                "alice",
                "");
        lab.execute(Side.SRC, "INSERT INTO one VALUES (9, '" + "x".repeat(150) + "', 1)");
        assertThatThrownBy(() -> new SchemaChange(
                        table,
                        SchemaChange.Kind.ADD_COLUMN,
                        "ALTER TABLE one ADD c int NOT NULL",
                        "ALTER TABLE one ADD c int"))
                .isInstanceOf(MovexException.class)
                .hasMessageContaining("NOT_A_GUIDED_CHANGE");
        assertThatThrownBy(() -> new SchemaChange(
                        table,
                        SchemaChange.Kind.WIDEN_COLUMN,
                        "ALTER TABLE one DROP COLUMN note",
                        "ALTER TABLE one DROP COLUMN note"))
                .hasMessageContaining("nothing may be dropped");
        String unknown = "ALTER TABLE one ADD COLUMN x no_such_type";
        assertThatThrownBy(() -> changes.make(
                        new SchemaChange(table, SchemaChange.Kind.ADD_COLUMN, unknown, unknown), "alice", ""))
                .hasMessageContaining("SCHEMA_CHANGE_FAILED")
                .hasMessageContaining("nothing was changed");
    }

    private String widened(Side side, String format) {
        boolean postgres = lab.databases().dialect(side).name().equals("postgresql");
        return String.format(
                format, postgres ? "ALTER COLUMN" : "MODIFY", postgres ? "TYPE varchar(200)" : "varchar(200)");
    }
}
