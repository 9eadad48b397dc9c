package dev.movex.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.dialect.Dialects;
import dev.movex.core.plan.PlanDraft;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.Problem;
import dev.movex.core.preflight.Expected;
import dev.movex.core.preflight.FullPreflight;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.ServerKind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Preflight in depth: what it finds on servers that are as they should be, and what between it and them is not. */
abstract class FullPreflightContract {
    private static final String PASSWORD = "few-Rights-1";

    static PlanDraft draft(Connection src, Connection dst, Expected expected) throws SQLException {
        return FullPreflight.read(
                "m",
                new DatabaseView(Dialects.of(src), src),
                new DatabaseView(Dialects.of(dst), dst),
                PlanOptions.all(),
                expected);
    }

    static PlanDraft draft(DatabasePair pair) throws SQLException {
        try (Connection src = pair.src().getConnection();
                Connection dst = pair.dst().getConnection()) {
            return draft(src, dst, Expected.usual());
        }
    }

    static List<Problem> only(PlanDraft draft, String code) {
        return draft.problems().stream().filter(p -> p.code().equals(code)).toList();
    }

    private static boolean postgres(Database database) {
        return database.server().kind() == ServerKind.POSTGRESQL;
    }

    private static void asAdministrator(Database database, String... texts) throws SQLException {
        try (Connection connection =
                        database.server().dataSource(database.name()).getConnection();
                Statement statement = connection.createStatement()) {
            for (String text : texts) {
                statement.execute(text);
            }
        }
    }

    @Test
    void nothingStandsInTheWayOfEqualTablesAndTheSessionsStayAsTheyWere(DatabasePair pair) throws Exception {
        for (Side side : Side.values()) {
            Lab.plain(pair, side, "CREATE TABLE item (id int PRIMARY KEY, note varchar(20))");
        }
        try (Connection src = pair.src().getConnection();
                Connection dst = pair.dst().getConnection()) {
            PlanDraft draft = draft(src, dst, Expected.usual());
            assertThat(draft.plan().tables()).hasSize(1);
            assertThat(draft.problems()).filteredOn(p -> !ofTheZone(p)).noneMatch(Problem::blocking);
            assertThat(only(draft, "ROUND_TRIP_FAILED"))
                    .filteredOn(p -> !ofTheZone(p))
                    .allMatch(p -> p.what().contains("minus zero"));
            assertThat(only(draft, "ROUND_TRIP_NOT_TRIED")).isEmpty();
            assertThat(only(draft, "BULK_LOAD_OFF")).isEmpty();
            assertThat(src.getAutoCommit() && dst.getAutoCommit()).isTrue();
            assertThat(draft(src, dst, Expected.usual()).problems()).isEqualTo(draft.problems());
        }
    }

    /** The drivers of MySQL and MariaDB shift instants where the JVM lives in another zone than the session, as here. */
    private static boolean ofTheZone(Problem problem) {
        return problem.code().equals("ROUND_TRIP_FAILED") && problem.what().contains("OffsetDateTime");
    }

    @Test
    void roomForTheProcessesIsLookedAt(DatabasePair pair) throws Exception {
        try (Connection src = pair.src().getConnection();
                Connection dst = pair.dst().getConnection()) {
            List<Problem> short200 = only(draft(src, dst, new Expected(20, 10)), "CONNECTIONS_SHORT");
            assertThat(short200).hasSize(1);
            assertThat(short200.get(0).where()).isEqualTo("target");
            assertThat(short200.get(0).what()).contains("208 more are needed", "20 processes with pools of 10");
            assertThat(only(draft(src, dst, new Expected(2, 10)), "CONNECTIONS_SHORT"))
                    .isEmpty();
        }
    }

    @Test
    void aTableThatTheUserMayNotWriteIsNamedWithTheStatementThatAllowsIt(DatabasePair pair) throws Exception {
        String user = "few_" + Long.toHexString(System.nanoTime());
        for (Side side : Side.values()) {
            Database database = pair.of(side);
            Lab.plain(pair, side, "CREATE TABLE item (id int PRIMARY KEY, note varchar(20))");
            Lab.plain(pair, side, "CREATE TABLE other (id int PRIMARY KEY)");
            boolean postgres = postgres(database);
            String place = postgres ? "public" : database.name();
            asAdministrator(
                    database,
                    postgres
                            ? "CREATE ROLE " + user + " LOGIN PASSWORD '" + PASSWORD + "'"
                            : "CREATE USER " + user + " IDENTIFIED BY '" + PASSWORD + "'",
                    "GRANT SELECT, UPDATE ON " + place + ".item TO " + user,
                    "GRANT SELECT, INSERT, UPDATE, DELETE ON " + place + ".other TO " + user);
        }
        try (Connection src = DriverManager.getConnection(pair.srcUrl(), user, PASSWORD);
                Connection dst = DriverManager.getConnection(pair.dstUrl(), user, PASSWORD)) {
            List<Problem> found = only(draft(src, dst, Expected.usual()), "NO_PRIVILEGE_TABLE");
            assertThat(found).hasSize(2).allMatch(Problem::blocking);
            assertThat(found)
                    .extracting(Problem::what)
                    .allMatch(what -> what.contains(user) && what.contains("may not INSERT, DELETE."));
            assertThat(found).extracting(Problem::where).allMatch(where -> where.endsWith(".item"));
            for (Side side : Side.values()) {
                Problem own = found.get(side == Side.SRC ? 0 : 1);
                assertThat(own.what()).contains(side.label());
                asAdministrator(pair.of(side), own.remedy().replaceAll(";$", ""));
            }
        }
        try (Connection src = DriverManager.getConnection(pair.srcUrl(), user, PASSWORD);
                Connection dst = DriverManager.getConnection(pair.dstUrl(), user, PASSWORD)) {
            assertThat(only(draft(src, dst, Expected.usual()), "NO_PRIVILEGE_TABLE"))
                    .isEmpty();
        } finally {
            for (Side side : Side.values()) {
                asAdministrator(
                        pair.of(side),
                        postgres(pair.of(side))
                                ? new String[] {"DROP OWNED BY " + user, "DROP ROLE " + user}
                                : new String[] {"DROP USER " + user});
            }
        }
    }

    @Test
    void whoAnswersInPlaceOfTheServerIsRefused(DatabasePair pair) throws Exception {
        for (Side side : Side.values()) {
            Database database = pair.of(side);
            try (GreetingRelay relay = GreetingRelay.before(database);
                    Connection through = database.dataSource(relay.port()).getConnection();
                    Connection other = pair.of(side.other()).dataSource().getConnection()) {
                List<Problem> found = only(
                        side == Side.SRC
                                ? draft(through, other, Expected.usual())
                                : draft(other, through, Expected.usual()),
                        "CONNECTION_POOLER");
                assertThat(found).hasSize(1);
                assertThat(found.get(0).where()).isEqualTo(side.label());
                assertThat(found.get(0).blocking()).isTrue();
            }
        }
    }
}
