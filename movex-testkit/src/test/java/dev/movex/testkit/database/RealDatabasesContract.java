package dev.movex.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RealDatabasesContract {
    private final Set<String> seen = new HashSet<>();

    @RepeatedTest(2)
    void eachTestGetsFreshDatabasesOnTwoServers(DatabasePair pair) throws SQLException {
        for (Database database : Set.of(pair.source(), pair.target())) {
            EmbeddedPostgresServerTest.run(database.dataSource(), "CREATE TABLE t (id int)");
            EmbeddedPostgresServerTest.run(database.dataSource(), "INSERT INTO t VALUES (1)");
            // left over by the test before it this would fail
            EmbeddedPostgresServerTest.run(
                    database.dataSource(),
                    database.server().kind() == ServerKind.POSTGRESQL
                            ? "CREATE SCHEMA movex"
                            : "CREATE DATABASE movex");
        }
        assertThat(pair.source().server().port())
                .isNotEqualTo(pair.target().server().port());
        assertThat(seen.add(pair.source().name())).isTrue();
    }

    @Test
    void aPairBesideAnotherHasAMovexDatabaseOfItsOwn(DatabasePair pair) throws SQLException {
        String kept = "CREATE TABLE movex.t (id int)";
        try (DatabasePair other = DatabasePair.of(
                pair.source().server().kind(), pair.target().server().kind())) {
            for (DatabasePair each : Set.of(pair, other)) {
                EmbeddedPostgresServerTest.run(each.src(), "CREATE SCHEMA movex");
                EmbeddedPostgresServerTest.run(each.src(), kept);
            }
        }
        assertThatThrownBy(() -> EmbeddedPostgresServerTest.run(pair.src(), kept))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void aUserSeesItsOwnDatabase(DatabasePair pair) throws SQLException {
        Database database = pair.target();
        if (database.server().kind() != ServerKind.POSTGRESQL) {
            assertThatThrownBy(() -> EmbeddedPostgresServerTest.run(database.dataSource(), "CREATE DATABASE another"))
                    .isInstanceOf(SQLException.class);
            assertThat(EmbeddedPostgresServerTest.ask(
                            database.dataSource(), "SELECT count(*) FROM information_schema.innodb_trx"))
                    .isEqualTo("0");
        }
        assertThat(EmbeddedPostgresServerTest.ask(database.dataSource(), "SELECT 1"))
                .isEqualTo("1");
    }
}
