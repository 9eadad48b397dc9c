package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.movex.core.MigrationState;
import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.control.Fence;
import dev.movex.core.control.SideFence;
import dev.movex.testkit.database.DatabasePair;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two migrations, each of a table of its own, on one pair of databases. */
abstract class SideBySideContract {
    private static final String ONE = "one";
    private static final String TWO = "two";

    private Lab lab;
    private Lab.Process one;
    private Lab.Process two;
    private final Migrations migrations = new Migrations();

    @BeforeEach
    void start(DatabasePair pair) throws Exception {
        lab = new Lab(pair);
        for (String table : new String[] {ONE, TWO}) {
            for (Side side : Side.values()) {
                lab.execute(
                        side,
                        "CREATE TABLE " + table + " (id bigint PRIMARY KEY, note varchar(40), utime bigint NOT NULL)");
            }
            lab.execute(Side.SRC, "INSERT INTO " + table + " VALUES (1, 'first', 1), (2, 'second', 2)");
        }
        one = lab.start(ONE, ONE);
        two = lab.start(TWO, TWO);
        migrations.add(one.migration());
        migrations.add(two.migration());
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    private static void move(Lab.Process process, MigrationState... states) {
        for (MigrationState state : states) {
            process.migration().move(state, "test", "side by side", true);
        }
    }

    private static void copy(Lab.Process process) {
        process.migration().startCopy("test");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !process.migration().activity().contains("copy"));
    }

    @Test
    void eachIsInAStateOfItsOwn() throws Exception {
        move(one, MigrationState.SRC_ONLY, MigrationState.SRC_FIRST);
        copy(one);
        move(one, MigrationState.DST_FIRST);
        assertThat(migrations.get(TWO).state()).isEqualTo(MigrationState.INITIAL);
        move(two, MigrationState.SRC_ONLY);
        two.execute("UPDATE two SET note = 'source alone' WHERE id = 1");
        one.execute("UPDATE one SET note = 'both' WHERE id = 1");
        assertThat(lab.number(Side.DST, "SELECT count(*) FROM two")).isZero();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> lab.number(Side.SRC, "SELECT count(*) FROM one WHERE note = 'both'") == 1);
        move(two, MigrationState.SRC_FIRST);
        assertThat(one.migration().epoch()).isEqualTo(3);
        assertThat(two.migration().epoch()).isEqualTo(2);
        assertThat(gate(two, "copy proven").passed())
                .as("what one has proven is not proven for two")
                .isFalse();
        assertThat(two.migration().transitions())
                .extracting(Transition::to)
                .containsExactly(MigrationState.SRC_ONLY, MigrationState.SRC_FIRST);
        move(two, MigrationState.SRC_ONLY);
        assertThat(one.migration().progress()).allMatch(table -> table.phase().equals("proven"));
        Lab.Process again = lab.start(ONE, ONE);
        assertThat(again.migration().state()).isEqualTo(MigrationState.DST_FIRST);
        assertThat(gate(again, "copy proven", MigrationState.DST_ONLY).passed())
                .as("two has left dual writing, not one")
                .isTrue();
    }

    @Test
    void oneChangesItsPrimaryWhileATransactionOfTheOtherIsOpen() throws Exception {
        move(one, MigrationState.SRC_ONLY, MigrationState.SRC_FIRST);
        copy(one);
        move(two, MigrationState.SRC_ONLY, MigrationState.SRC_FIRST);
        try (Connection open = two.dataSource().getConnection();
                Statement statement = open.createStatement()) {
            open.setAutoCommit(false);
            statement.executeUpdate("UPDATE two SET note = 'open' WHERE id = 2");
            move(one, MigrationState.DST_FIRST, MigrationState.SRC_FIRST);
            open.commit();
        }
        assertThat(lab.number(Side.SRC, "SELECT count(*) FROM two WHERE note = 'open'"))
                .isEqualTo(1);
    }

    @Test
    void oneForgetsItsJournalWhileATransactionOfTheOtherHasARowInIt() throws Exception {
        move(one, MigrationState.SRC_ONLY, MigrationState.SRC_FIRST);
        move(two, MigrationState.SRC_ONLY, MigrationState.SRC_FIRST);
        two.migration().close(); // so that nobody sweeps what is committed below
        try (Connection open = lab.databases().begin(Side.SRC)) {
            new Fence(TWO).journal(open, lab.databases().srcDialect(), "test", "[]", new SideFence(Side.SRC, 2, true));
            move(one, MigrationState.SRC_ONLY);
            open.commit();
        }
        assertThat(lab.number(Side.SRC, "SELECT count(*) FROM movex.journal WHERE migration = 'two'"))
                .isEqualTo(1);
        assertThat(one.migration().state()).isEqualTo(MigrationState.SRC_ONLY);
    }

    @Test
    void aTableBelongsToOneMigration() throws Exception {
        move(one, MigrationState.SRC_ONLY);
        Lab.Process third = lab.start("third", ONE);
        assertThatThrownBy(() -> move(third, MigrationState.SRC_ONLY))
                .isInstanceOf(MoveRefusedException.class)
                .hasMessageContaining("TABLES_TAKEN")
                .hasMessageContaining("migration 'one'");
        assertThat(third.migration().state()).isEqualTo(MigrationState.INITIAL);
        assertThat(lab.number(Side.DST, "SELECT count(*) FROM movex.control")).isEqualTo(1);
        move(two, MigrationState.SRC_ONLY);
    }

    @Test
    void theRegistryKnowsThemByName() throws SQLException {
        assertThat(migrations.names()).containsExactly(ONE, TWO);
        assertThat(migrations.get(ONE)).isSameAs(one.migration());
        assertThatThrownBy(() -> migrations.get("three"))
                .isInstanceOf(MovexException.class)
                .hasMessageContaining("NO_SUCH_MIGRATION")
                .hasMessageContaining("[one, two]");
        assertThatThrownBy(() -> migrations.add(one.migration())).hasMessageContaining("MIGRATION_EXISTS");
        migrations.close(ONE);
        assertThat(migrations.find(ONE)).isEmpty();
    }

    private static GateResult gate(Lab.Process process, String name) {
        return gate(process, name, MigrationState.DST_FIRST);
    }

    private static GateResult gate(Lab.Process process, String name, MigrationState to) {
        return process.migration().gates(to).stream()
                .filter(g -> g.gate().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
