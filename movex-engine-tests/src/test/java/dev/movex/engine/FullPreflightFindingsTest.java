package dev.movex.engine;

import static dev.movex.engine.FullPreflightContract.draft;
import static dev.movex.engine.FullPreflightContract.only;
import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.Dialects;
import dev.movex.core.plan.PlanDraft;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.Problem;
import dev.movex.core.plan.Table;
import dev.movex.core.preflight.Expected;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Findings that one kind of server alone can have. */
class FullPreflightFindingsTest {
    private static Problem one(PlanDraft draft, String code) {
        assertThat(only(draft, code)).as(code + " of " + draft.problems()).hasSize(1);
        return only(draft, code).get(0);
    }

    private static Connection source(DatabasePair pair, String more) throws Exception {
        String url = pair.srcUrl() + (pair.srcUrl().contains("?") ? "&" : "?") + more;
        return DriverManager.getConnection(
                url, pair.source().username(), pair.source().password());
    }

    @Nested
    @RealDatabases(src = ServerKind.MYSQL, dst = ServerKind.POSTGRESQL)
    class MySqlToPostgres {
        @ParameterizedTest
        @CsvSource({
            "sendFractionalSeconds=false, the microseconds of a LocalDateTime, sendFractionalSeconds",
            "characterEncoding=ISO-8859-1, characters of four bytes, characterEncoding",
            "sessionVariables=time_zone='-07:00', an OffsetDateTime of a far zone, sessionVariables"
        })
        void aPropertyThatSpoilsValuesIsNamed(String property, String value, String named, DatabasePair pair)
                throws Exception {
            try (Connection src = source(pair, property);
                    Connection dst = pair.dst().getConnection()) {
                List<Problem> found = only(draft(src, dst, Expected.usual()), "ROUND_TRIP_FAILED");
                assertThat(found)
                        .as(found.toString())
                        .anyMatch(p -> p.blocking()
                                && p.what().contains(value)
                                && p.remedy().startsWith("Leave " + named + " out of the URL"));
            }
        }

        @Test
        void whatSessionsHaveInAnotherWayIsNamed(DatabasePair pair) throws Exception {
            try (Connection src = source(
                            pair,
                            "jdbcCompliantTruncation=false&sessionVariables=time_zone='-07:00',sql_mode='',"
                                    + "transaction_isolation='SERIALIZABLE'");
                    Connection dst = pair.dst().getConnection()) {
                PlanDraft draft = draft(src, dst, Expected.usual());
                assertThat(one(draft, "TIME_ZONES_DIFFER").what()).contains("-07:00 on the source");
                assertThat(one(draft, "ISOLATION_DIFFERS").what())
                        .contains("serializable on the source and read committed on the target");
                assertThat(one(draft, "ISOLATION_SERIALIZABLE").where()).isEqualTo("source");
                assertThat(one(draft, "SQL_MODE_NOT_STRICT").where()).isEqualTo("source");
            }
        }
    }

    @Nested
    @RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.MARIADB)
    class PostgresToMariaDb {
        @Test
        void aValueThatDoesNotFitIntoAPacketIsNamedWithTheSettingThatTakesIt(DatabasePair pair) throws Exception {
            Lab.plain(pair, Side.SRC, "CREATE TABLE item (id int PRIMARY KEY, doc text)");
            Lab.plain(
                    pair,
                    Side.SRC,
                    "INSERT INTO item SELECT 1, string_agg(md5(n::text), '') FROM generate_series(1, 40000) n");
            Lab.plain(
                    pair,
                    Side.DST,
                    "CREATE TABLE item (id int PRIMARY KEY, doc LONGTEXT) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
            try (Connection src = pair.src().getConnection();
                    Connection dst = pair.dst().getConnection();
                    Connection administrator = pair.target()
                            .server()
                            .dataSource(pair.target().name())
                            .getConnection();
                    Statement statement = administrator.createStatement()) {
                assertThat(only(draft(src, dst, Expected.usual()), "PACKET_TOO_SMALL"))
                        .isEmpty();
                statement.execute("SET @before = @@GLOBAL.max_allowed_packet");
                statement.execute("SET GLOBAL max_allowed_packet = 2097152");
                try {
                    Problem small = one(draft(src, dst, Expected.usual()), "PACKET_TOO_SMALL");
                    assertThat(small.blocking()).isTrue();
                    assertThat(small.what()).contains("1280000 bytes", "of the target is 2097152");
                    statement.execute(small.remedy().substring(0, small.remedy().indexOf(';')));
                    assertThat(only(draft(src, dst, Expected.usual()), "PACKET_TOO_SMALL"))
                            .isEmpty();
                } finally {
                    statement.execute("SET GLOBAL max_allowed_packet = @before");
                }
            }
        }

        @Test
        void aSlowWayIntoTheTargetIsNamed(DatabasePair pair) throws Exception {
            String url = pair.dstUrl() + (pair.dstUrl().contains("?") ? "&" : "?") + "allowLocalInfile=false";
            try (Connection src = pair.src().getConnection();
                    Connection dst = DriverManager.getConnection(
                            url, pair.target().username(), pair.target().password())) {
                assertThat(one(draft(src, dst, Expected.usual()), "BULK_LOAD_OFF")
                                .remedy())
                        .contains("allowLocalInfile=true");
            }
        }

        @Test
        void aKeyWhoseCaseTheTargetDoesNotTellApartIsNamed(DatabasePair pair) throws Exception {
            Lab.plain(pair, Side.SRC, "CREATE TABLE word (k varchar(20) PRIMARY KEY, u varchar(20) UNIQUE)");
            Lab.plain(
                    pair,
                    Side.DST,
                    "CREATE TABLE word (k varchar(20) PRIMARY KEY, u varchar(20) UNIQUE) CHARACTER SET utf8mb4"
                            + " COLLATE utf8mb4_general_ci");
            assertThat(only(Lab.draft(pair, PlanOptions.all()), "COLLATION_EQUATES_KEYS"))
                    .extracting(p -> p.severity() + " " + p.where())
                    .containsExactly("WARNING public.word.k", "WARNING public.word.u");
        }
    }

    @Nested
    @RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.MARIADB)
    class MariaDb {
        @Test
        void historyAndCollationsAreNamed(DatabasePair pair) throws Exception {
            Lab.plain(
                    pair,
                    Side.SRC,
                    "CREATE TABLE item (id int PRIMARY KEY, w varchar(20) CHARACTER SET utf8mb4 COLLATE"
                            + " utf8mb4_general_ci UNIQUE) WITH SYSTEM VERSIONING");
            Lab.plain(
                    pair,
                    Side.DST,
                    "CREATE TABLE item (id int PRIMARY KEY, w varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
                            + " UNIQUE)");
            PlanDraft draft = draft(pair);
            assertThat(one(draft, "HISTORY_NOT_MOVED").what()).contains("source");
            assertThat(one(draft, "COLLATION_TELLS_KEYS_APART").blocking()).isFalse();
            assertThat(draft.passed()).isTrue();
        }
    }

    @Nested
    @RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.POSTGRESQL)
    class Postgres {
        @Test
        void parentsAndCollationsAreNamed(DatabasePair pair) throws Exception {
            Lab.plain(pair, Side.SRC, "CREATE TABLE word (k text PRIMARY KEY)");
            Lab.plain(
                    pair,
                    Side.DST,
                    "CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
            Lab.plain(pair, Side.DST, "CREATE TABLE word (k text COLLATE any_case PRIMARY KEY)");
            for (Side side : Side.values()) {
                Lab.plain(pair, side, "CREATE TABLE animal (id int PRIMARY KEY, name text)");
                Lab.plain(pair, side, "CREATE TABLE dog (PRIMARY KEY (id)) INHERITS (animal)");
            }
            PlanDraft draft = Lab.draft(pair, PlanOptions.all());
            assertThat(only(draft, "INHERITANCE_PARENT"))
                    .extracting(p -> p.severity() + " " + p.where())
                    .containsExactly("ERROR public.animal", "ERROR public.animal");
            assertThat(one(draft, "COLLATION_EQUATES_KEYS").where()).isEqualTo("public.word.k");
        }

        @Test
        void tablesOfWhichTheUserSeesSomeRowsAloneAreNamed(DatabasePair pair) throws Exception {
            Lab.plain(pair, Side.SRC, "CREATE TABLE note (id int PRIMARY KEY)");
            Lab.plain(pair, Side.SRC, "CREATE TABLE open (id int PRIMARY KEY)");
            Lab.plain(pair, Side.SRC, "ALTER TABLE note ENABLE ROW LEVEL SECURITY");
            try (Connection connection = pair.src().getConnection();
                    Statement statement = connection.createStatement()) {
                Dialect dialect = Dialects.of(connection);
                List<Table> tables = dialect.readTables(connection, List.of());
                assertThat(dialect.checkTables(connection, Side.SRC, tables)).isEmpty();
                connection.setAutoCommit(false);
                statement.execute("CREATE ROLE somebody_else");
                statement.execute("SET LOCAL ROLE somebody_else");
                assertThat(dialect.checkTables(connection, Side.SRC, tables))
                        .singleElement()
                        .satisfies(problem -> {
                            assertThat(problem.code()).isEqualTo("ROW_SECURITY");
                            assertThat(problem.where()).isEqualTo("public.note");
                            assertThat(problem.blocking()).isTrue();
                        });
                connection.rollback();
            }
        }
    }
}
