package dev.movex.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Watch;
import dev.movex.core.control.Assignment;
import dev.movex.core.control.Authority;
import dev.movex.core.copy.CopyOptions;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.plan.Conversion;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.TableMapping;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.validate.ValidationReport;
import dev.movex.core.validate.ValidationRun;
import dev.movex.doublewrite.DoubleWriteConfig;
import dev.movex.doublewrite.MovexDataSource;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.ServerKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values that a mapping declares to be told with less than the source holds: copied, compared, repaired and written by one form. */
abstract class DeclaredFormsContract {
    private static final TableMapping CUT = TableMapping.of("moments")
            .convert("ts", Conversion.CUT)
            .convert("tz", Conversion.CUT)
            .convert("tm", Conversion.CUT)
            .convert("de", Conversion.CUT)
            .convert("rs", Conversion.ROUND)
            .convert("rt", Conversion.ROUND)
            .convert("rd", Conversion.ROUND)
            .acceptOneWay();

    private DatabasePair pair;
    private Lab lab;

    /** Creates the tables; the source has six digits of a second and ten of a number, the target none and two. */
    @BeforeEach
    void create(DatabasePair given) {
        pair = given;
        for (Side side : Side.values()) {
            int seconds = side == Side.SRC ? 6 : 0;
            int digits = side == Side.SRC ? 10 : 2;
            String moments = "CREATE TABLE moments (id int PRIMARY KEY, ts DATETIME(" + seconds + "), tz TIMESTAMP("
                    + seconds + ") NULL, tm TIME(" + seconds + "), de DECIMAL(30, " + digits + "), rs DATETIME("
                    + seconds
                    + "), rt TIME(" + seconds + "), rd DECIMAL(30, " + digits + "), note VARCHAR(20))";
            Lab.plain(given, side, postgres(given, side) ? postgres(moments, seconds) : moments);
        }
        lab = Lab.of(given, PlanOptions.all().withMappings(List.of(CUT)));
    }

    private static boolean postgres(DatabasePair pair, Side side) {
        return pair.of(side).server().kind() == ServerKind.POSTGRESQL;
    }

    private static String postgres(String ddl, int seconds) {
        return ddl.replace("DATETIME", "timestamp")
                .replace("TIMESTAMP(" + seconds + ") NULL", "timestamptz(" + seconds + ")")
                .replace("TIME(", "interval(");
    }

    private void copyAll() throws Exception {
        for (PlannedTable table : lab.plan().tables()) {
            var result = lab.copier(
                            CursorStore.inMemory(), CopyOptions.standard().withRows(7, 50), Hooks.real())
                    .copyTable(table, lab::authority, Watch.none());
            assertThat(result.proven()).isTrue();
            assertThat(result.repaired()).as("the copy is right at once").isZero();
        }
    }

    private List<InconsistentEvent> validate() throws Exception {
        List<InconsistentEvent> events = new ArrayList<>();
        lab.validate(events);
        return events;
    }

    private void repair(List<InconsistentEvent> events) throws Exception {
        lab.repair(events.stream().map(InconsistentEvent::dirtyKey).toArray(DirtyKey[]::new));
        assertThat(validate()).isEmpty();
    }

    private List<String> moments(Side side, String columns) {
        return lab.query(side, "SELECT " + columns + " FROM moments WHERE id < 100 ORDER BY id");
    }

    private static final String ROWS =
            "INSERT INTO moments VALUES (1, '2024-02-29 23:59:59.999999', '2024-02-29 23:59:59.999999', '-00:00:01.999999',"
                    + " -0.0099, '2024-02-29 23:59:59.5', '00:00:01.5', 99.995, 'a'),"
                    + " (2, '9999-12-31 23:59:59.6', '1970-01-02 00:00:01.000001', '100:00:00.000001', 100.1,"
                    + " '9999-12-31 23:59:59.6', '-00:00:01.5', 100, 'b'),"
                    + " (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'c'),"
                    + " (4, '1000-01-01 00:00:00', '2024-01-01 00:00:00', '00:00:00', 12345678901234567890.129,"
                    + " '1969-12-31 23:59:59.499999', '00:00:00.4', -1.005, 'd')";

    @Test
    void digitsThatTheTargetHasNoRoomForAreCutOrRounded() throws Exception {
        lab.exec(Side.SRC, zone(Side.SRC), ROWS);
        copyAll();
        assertThat(moments(Side.DST, "concat(de, ' ', rd)"))
                .containsExactly(
                        "0.00 100.00",
                        "100.10 100.00",
                        postgres(pair, Side.DST) ? " " : "null",
                        "12345678901234567890.12 -1.01");
        assertThat(moments(Side.DST, "rs").stream().map(t -> t.replaceAll("\\.0+$", "")))
                .containsExactly("2024-03-01 00:00:00", "9999-12-31 23:59:59", "null", "1969-12-31 23:59:59");
        assertThat(moments(Side.DST, "ts").stream().map(t -> t.replaceAll("\\.0+$", "")))
                .containsExactly("2024-02-29 23:59:59", "9999-12-31 23:59:59", "null", "1000-01-01 00:00:00");
        ValidationRun run = lab.validate(new ArrayList<>());
        assertThat(run.clean()).isTrue();
        assertThat(run.tables().get(0).declared())
                .containsEntry("ts", "cut to 0 digits behind the point")
                .containsEntry("rd", "rounded to 2 digits behind the point");
        assertThat(new ValidationReport(run, java.util.Map.of()).toLines())
                .anyMatch(line -> line.contains("ts was compared as declared: cut to 0 digits"));

        lab.exec(Side.SRC, "UPDATE moments SET ts = '2024-02-29 23:59:59.1', de = -0.0001 WHERE id = 1");
        assertThat(validate())
                .as("what was declared to be lost is no difference")
                .isEmpty();
        lab.exec(Side.SRC, "UPDATE moments SET ts = '2024-02-29 23:59:58.9' WHERE id = 1");
        lab.exec(Side.DST, "UPDATE moments SET de = 100.11 WHERE id = 2", "DELETE FROM moments WHERE id = 4");
        List<InconsistentEvent> events = validate();
        assertThat(events.stream().map(e -> e.key().values().get(0) + e.columns()))
                .containsExactlyInAnyOrder("1[ts]", "2[de]", "4[]");
        repair(events);
    }

    private String zone(Side side) {
        return postgres(pair, side) ? "SET TIME ZONE 'UTC'" : "SET time_zone = '+00:00'";
    }

    @Test
    void bothWaysOfTheDoubleWriterTakeTheDeclaredForm() throws Exception {
        try (MovexDataSource movex =
                MovexDataSource.open(DoubleWriteConfig.of("declared"), lab.plan(), pair.src(), pair.dst())) {
            movex.member().adopt(new Assignment(Pattern.SRC_FIRST, 1, Set.of()));
            write(
                    movex,
                    zone(Side.SRC),
                    ROWS,
                    "UPDATE moments SET ts = '2024-02-29 12:00:00.7', rd = 0.005 WHERE id = 3");
            carried();
            toTheTarget(movex);
            write(
                    movex,
                    zone(Side.DST),
                    "INSERT INTO moments VALUES (10, '2030-01-01 00:00:00', '2030-01-01 00:00:00', '00:00:01', 1.25,"
                            + " '2030-01-01 00:00:01', '00:00:02', 1.5, 'e')",
                    "UPDATE moments SET note = 'changed', de = 7 WHERE id = 2",
                    "DELETE FROM moments WHERE id = 4");
            carried();
            assertThat(lab.query(Side.SRC, "SELECT ts FROM moments WHERE id = 1")
                            .get(0))
                    .as("a row that was not written keeps its digits")
                    .endsWith(".999999");
        }
    }

    private void toTheTarget(MovexDataSource movex) {
        lab.control(Side.SRC, 2, false);
        lab.control(Side.DST, 2, true);
        lab.authority(Authority.under(Pattern.DST_FIRST, 2));
        movex.member().adopt(new Assignment(Pattern.DST_FIRST, 2, Set.of()));
    }

    private void carried() throws Exception {
        assertThat(validate()).isEmpty();
        await().until(() -> lab.journalRows(lab.authority().base()) == 0);
        assertThat(validate()).isEmpty();
    }

    private static void write(MovexDataSource movex, String... texts) throws SQLException {
        try (Connection connection = movex.getConnection();
                Statement statement = connection.createStatement()) {
            for (String text : texts) {
                statement.execute(text);
            }
        }
    }
}
