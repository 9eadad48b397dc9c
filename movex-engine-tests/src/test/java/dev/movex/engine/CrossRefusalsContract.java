package dev.movex.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.control.Assignment;
import dev.movex.core.event.InconsistencyType;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.repair.DeadReason;
import dev.movex.core.repair.KeyOutcome;
import dev.movex.core.repair.KeyOutcome.Kind;
import dev.movex.core.row.DirtyKey;
import dev.movex.doublewrite.DoubleWriteConfig;
import dev.movex.doublewrite.MovexDataSource;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.ServerKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values that the other side can't hold: none is changed in silence, each is named with its key. */
abstract class CrossRefusalsContract {
    private static final String POSTGRES = """
            CREATE TABLE odd (id int PRIMARY KEY, te text, nu numeric, f8 double precision, da date, ts timestamp, tz timestamptz,
              iv interval, js json,
              bo boolean)""";
    private static final String FAMILY = """
            CREATE TABLE odd (id INT PRIMARY KEY, te VARCHAR(20), nu DECIMAL(20, 5), f8 DOUBLE, da DATE, ts DATETIME(6),
              tz TIMESTAMP(6) NULL, iv TIME(6), js JSON, bo TINYINT(1)) CHARACTER SET utf8mb4""";
    private static final Map<String, String> OF_POSTGRES = Map.of(
            "te", "repeat('x', 21)",
            "nu", "'NaN'",
            "f8", "'Infinity'",
            "da", "'10000-01-01'",
            "ts", "'infinity'",
            "tz", "'0044-03-15 00:00:00+00 BC'",
            "iv", "interval '839 hours'");
    private static final Map<String, String> OF_THE_FAMILY = Map.of(
            "te", "'nul \\0 inside'",
            "da", "'0000-00-00'",
            "ts", "'2024-00-31 00:00:00'",
            "tz", "'0000-00-00 00:00:00'",
            "bo", "3");

    private final Map<DirtyKey, String> columns = new LinkedHashMap<>();
    private final List<String> inserts = new ArrayList<>();
    private Lab lab;

    @BeforeEach
    void create(DatabasePair pair) {
        for (Side side : Side.values()) {
            Lab.plain(pair, side, postgres(pair, side) ? POSTGRES : FAMILY);
        }
        lab = Lab.of(pair);
        boolean postgres = postgres(pair, Side.SRC);
        if (!postgres) {
            inserts.add("SET SESSION sql_mode = 'ALLOW_INVALID_DATES', SESSION time_zone = '+00:00'");
        }
        int id = 0;
        for (Map.Entry<String, String> one : (postgres ? OF_POSTGRES : OF_THE_FAMILY).entrySet()) {
            columns.put(Lab.key("odd", String.valueOf(++id)), one.getKey());
            inserts.add("INSERT INTO odd (id, " + one.getKey() + ") VALUES (" + id + ", " + one.getValue() + ")");
        }
    }

    private static boolean postgres(DatabasePair pair, Side side) {
        return pair.of(side).server().kind() == ServerKind.POSTGRESQL;
    }

    private static void insert(DataSource database, List<String> texts) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String text : texts) {
                statement.execute(text);
            }
        }
    }

    @Test
    void eachIsFoundAndDeadWithItsReasonAndNothingIsWritten(DatabasePair pair) throws Exception {
        insert(pair.src(), inserts);
        List<InconsistentEvent> events = new ArrayList<>();
        lab.validate(events);
        assertThat(events.stream().map(InconsistentEvent::dirtyKey).collect(Collectors.toSet()))
                .isEqualTo(columns.keySet());
        assertThat(events).extracting(InconsistentEvent::type).containsOnly(InconsistencyType.TARGET_MISSING);
        Map<DirtyKey, KeyOutcome> outcomes =
                lab.repair(columns.keySet().toArray(DirtyKey[]::new)).outcomes();
        columns.forEach((key, column) -> {
            KeyOutcome outcome = outcomes.get(key);
            assertThat(outcome).as(column).isNotNull();
            assertThat(outcome.kind()).as(column).isEqualTo(Kind.DEAD);
            assertThat(DeadReason.ofText(outcome.reason()))
                    .as(column + " " + outcome.reason())
                    .isEqualTo(DeadReason.VALUE_REFUSED);
            assertThat(outcome.reason()).as(column).doesNotContain("nul", "0000-00", "xxx", "infinity");
        });
        assertThat(lab.rows(Side.DST, "odd")).isEmpty();
    }

    @Test
    void theDoubleWriterLeavesTheKeyInTheJournal(DatabasePair pair) throws Exception {
        try (MovexDataSource movex =
                MovexDataSource.open(DoubleWriteConfig.of("odd"), lab.plan(), pair.src(), pair.dst())) {
            movex.member().adopt(new Assignment(Pattern.SRC_FIRST, 1, Set.of()));
            insert(movex, inserts);
        }
        assertThat(lab.journalRows(Side.SRC)).isEqualTo(columns.size());
        assertThat(lab.rows(Side.DST, "odd")).isEmpty();
    }
}
