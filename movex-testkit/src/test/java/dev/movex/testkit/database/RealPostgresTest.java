package dev.movex.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@RealPostgres
class RealPostgresTest {
    private static final Set<String> SEEN = new HashSet<>();

    @RepeatedTest(2)
    void eachTestGetsFreshDatabasesOnTwoServers(DatabasePair pair) throws SQLException {
        EmbeddedPostgresServerTest.run(pair.src(), "CREATE TABLE t (id int)");
        assertThat(EmbeddedPostgresServerTest.ask(pair.dst(), "SELECT count(*) FROM pg_tables WHERE tablename = 't'"))
                .isEqualTo("0");
        assertThat(pair.source().server().port())
                .isNotEqualTo(pair.target().server().port());
        assertThat(SEEN.add(pair.srcUrl())).isTrue();
    }

    @Test
    void aClosedPairIsDropped() throws SQLException {
        String name;
        try (DatabasePair pair = SharedPostgres.pair()) {
            name = pair.target().name();
        }
        assertThat(EmbeddedPostgresServerTest.ask(
                        SharedPostgres.targetServer().dataSource("postgres"),
                        "SELECT count(*) FROM pg_database WHERE datname = '" + name + "'"))
                .isEqualTo("0");
    }

    @AfterAll
    static void bothMethodsRan() {
        assertThat(SEEN).hasSize(2);
    }
}
