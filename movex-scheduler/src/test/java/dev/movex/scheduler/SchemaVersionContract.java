package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.MigrationState;
import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.control.Fence;
import dev.movex.core.control.SideFence;
import dev.movex.core.dialect.ControlSql;
import dev.movex.testkit.database.DatabasePair;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Movex's own tables while versions are mixed, in real databases. */
abstract class SchemaVersionContract {
    private Lab lab;

    @BeforeEach
    void open(DatabasePair pair) throws SQLException {
        lab = new Lab(pair);
        for (Side side : Side.values()) {
            lab.execute(side, "CREATE TABLE one (id bigint PRIMARY KEY, note varchar(40), utime bigint NOT NULL)");
        }
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    /** Leaves what the first version leaves: tables and control rows, no version. */
    private void installedByTheFirstVersion() throws SQLException {
        Databases databases = lab.databases();
        for (Side side : Side.values()) {
            for (String text : databases.dialect(side).control().create()) {
                lab.execute(side, text);
            }
        }
        new JdbcControlStore("lab", databases).insertRows();
    }

    private long upgradesMade(Side side) throws SQLException {
        long made = 0;
        for (ControlSql.Upgrade upgrade :
                lab.databases().dialect(side).control().upgrades()) {
            made += Math.min(1, lab.number(side, upgrade.done()));
        }
        return made;
    }

    private String version(Side side) throws SQLException {
        try (Connection connection = lab.pair.of(side).dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT body FROM movex.record WHERE kind = 'schema'")) {
            return row.next() ? row.getString(1) : "none";
        }
    }

    private void say(int version, int oldest) throws SQLException {
        for (Side side : Side.values()) {
            new Records("", lab.databases(), side)
                    .put("schema", "version", "{\"version\":" + version + ",\"oldest\":" + oldest + "}");
        }
    }

    @Test
    void tablesOfTheFirstVersionAreBroughtForwardAndItsMembersGoOn() throws Exception {
        installedByTheFirstVersion();
        assertThat(upgradesMade(Side.SRC)).isZero();
        Lab.Process process = lab.start();
        assertThat(process.migration().state()).isEqualTo(MigrationState.SRC_ONLY);
        for (Side side : Side.values()) {
            assertThat(upgradesMade(side))
                    .isEqualTo(
                            lab.databases().dialect(side).control().upgrades().size());
            assertThat(version(side)).contains("\"version\":" + SchemaVersion.CURRENT);
        }
        // what a member of the first version writes
        try (Connection old = lab.databases().begin(Side.SRC)) {
            new Fence("lab").journal(old, lab.databases().srcDialect(), "old", "[]", new SideFence(Side.SRC, 1, true));
            old.commit();
        }
        lab.execute(Side.DST, "INSERT INTO movex.log (migration, kind, body) VALUES ('lab', 'evidence', '{}')");
        lab.execute(
                Side.DST,
                "INSERT INTO movex.record (migration, kind, name, body) VALUES ('lab', 'cursor', 'old', '{}')");
        process.migration().move(MigrationState.SRC_FIRST, "test", "mixed", true);
    }

    @Test
    void newerTablesThatSuitThisVersionAreLeftAsTheyAre() throws Exception {
        lab.start().migration().move(MigrationState.SRC_ONLY, "test", "", false);
        say(SchemaVersion.CURRENT + 5, SchemaVersion.CURRENT);
        assertThat(lab.start().migration().state()).isEqualTo(MigrationState.SRC_ONLY);
        assertThat(version(Side.SRC)).contains("\"version\":" + (SchemaVersion.CURRENT + 5));
    }

    @Test
    void tablesThatAskForANewerVersionAreRefusedInWords() throws Exception {
        lab.start().migration().move(MigrationState.SRC_ONLY, "test", "", false);
        say(SchemaVersion.CURRENT + 5, SchemaVersion.CURRENT + 1);
        assertThatThrownBy(() -> lab.start())
                .isInstanceOf(MovexException.class)
                .hasMessageContaining("MOVEX_TOO_OLD")
                .hasMessageContaining("ask for a Movex of version " + (SchemaVersion.CURRENT + 1));
        say(SchemaVersion.OLDEST - 1, SchemaVersion.OLDEST - 1);
        assertThatThrownBy(() -> lab.start()).hasMessageContaining("MOVEX_TOO_NEW");
    }
}
