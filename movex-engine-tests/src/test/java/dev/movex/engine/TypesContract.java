package dev.movex.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.TableAccess;
import dev.movex.core.access.Watch;
import dev.movex.core.control.Assignment;
import dev.movex.core.control.Authority;
import dev.movex.core.copy.CopyOptions;
import dev.movex.core.copy.CopyWay;
import dev.movex.core.dialect.RowLock;
import dev.movex.core.event.InconsistencyType;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.KeyRange;
import dev.movex.core.row.Row;
import dev.movex.core.row.RowKey;
import dev.movex.doublewrite.DoubleWriteConfig;
import dev.movex.doublewrite.MovexDataSource;
import dev.movex.testkit.database.DatabasePair;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Values that break careless copies, of every type that a pair of databases has in common. The table {@code kinds} has
 * the key {@code id}, a row 1 of NULLs, and rows 2 and 3 that differ in every column.
 */
abstract class TypesContract {
    private static final int COPIES = 100;

    /** Returns the tables of a side. */
    abstract List<String> schema(Side side);

    /** Returns the ways that chunks may take: what the bulk protocol does not bring over exactly shows here. */
    Set<CopyWay> ways() {
        return Set.of(CopyWay.STRAIGHT);
    }

    /** Returns the statements that fill a side, in its own words. */
    abstract List<String> rows(Side side);

    /** Returns what an application writes through the double writer to the same end. */
    List<String> written(Side side) {
        return rows(side);
    }

    private static void exec(DatabasePair pair, Side side, List<String> texts) throws SQLException {
        try (Connection connection = pair.of(side).dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String text : texts) {
                try {
                    statement.execute(text);
                } catch (SQLException e) {
                    throw new SQLException(text, e);
                }
            }
        }
    }

    private Lab lab(DatabasePair pair) throws SQLException {
        for (Side side : Side.values()) {
            exec(pair, side, schema(side));
        }
        exec(pair, Side.SRC, rows(Side.SRC));
        return Lab.of(pair);
    }

    /** A plain insert must be enough: what a repair would have to mend would be mended in silence. */
    private static void assertInsertedEqual(Lab lab) throws SQLException {
        for (PlannedTable table : lab.plan().tables()) {
            List<Row> rows = read(lab, Side.SRC, table);
            try (Connection connection = lab.databases().begin(Side.DST)) {
                TableAccess access = lab.databases().table(table, Side.DST);
                access.insert(connection, rows);
                assertThat(access.readRange(connection, KeyRange.ALL).stream()
                                .map(Row::values)
                                .toList())
                        .as(table.name())
                        .isEqualTo(rows.stream().map(Row::values).toList());
                connection.rollback();
            }
        }
    }

    private void copy(Lab lab) throws Exception {
        assertInsertedEqual(lab);
        for (PlannedTable table : lab.plan().tables()) {
            var result = lab.copier(
                            CursorStore.inMemory(), CopyOptions.standard().withRows(7, 50), Hooks.real())
                    .copyTable(table, lab::authority, Watch.none());
            assertThat(result.unsettled()).as(table.name()).isEmpty();
            assertThat(result.proven()).as(table.name()).isTrue();
            assertThat(result.repaired()).as(table.name()).isZero();
            assertThat(result.ways().keySet()).as(table.name()).isSubsetOf(ways());
        }
    }

    private static List<Row> read(Lab lab, Side side, PlannedTable table) throws SQLException {
        try (Connection connection = lab.databases().connect(side)) {
            return lab.databases().table(table, side).readRange(connection, KeyRange.ALL);
        }
    }

    private static void assertEqualSides(Lab lab) throws SQLException {
        for (PlannedTable table : lab.plan().tables()) {
            assertThat(read(lab, Side.DST, table).stream().map(Row::values).toList())
                    .as(table.name())
                    .isNotEmpty()
                    .isEqualTo(
                            read(lab, Side.SRC, table).stream().map(Row::values).toList());
        }
    }

    @Test
    void everyValueArrivesAndGoesBack(DatabasePair pair) throws Exception {
        Lab lab = lab(pair);
        copy(lab);
        assertEqualSides(lab);
        assertThat(lab.validate(new ArrayList<>()).clean()).isTrue();
        Map<String, List<Row>> before = new HashMap<>();
        for (PlannedTable table : lab.plan().tables()) {
            before.put(table.name(), read(lab, Side.SRC, table));
            lab.exec(
                    Side.SRC,
                    "DELETE FROM "
                            + lab.databases().srcDialect().sql(table, Side.SRC).table());
        }
        backToTheSource(lab);
        assertEqualSides(lab);
        for (PlannedTable table : lab.plan().tables()) {
            assertThat(read(lab, Side.SRC, table)).isEqualTo(before.get(table.name()));
        }
    }

    private static void backToTheSource(Lab lab) throws Exception {
        lab.control(Side.SRC, 2, false);
        lab.control(Side.DST, 2, true);
        lab.authority(Authority.under(Pattern.DST_FIRST, 2));
        List<InconsistentEvent> events = new ArrayList<>();
        lab.validate(events);
        lab.repair(events.stream().map(InconsistentEvent::dirtyKey).toArray(DirtyKey[]::new));
        assertThat(lab.validate(new ArrayList<>()).clean()).isTrue();
    }

    @Test
    void everyValueIsCarriedByTheDoubleWriterBothWays(DatabasePair pair) throws Exception {
        for (Side side : Side.values()) {
            exec(pair, side, schema(side));
        }
        Lab lab = Lab.of(pair);
        try (MovexDataSource movex =
                MovexDataSource.open(DoubleWriteConfig.of("types"), lab.plan(), pair.src(), pair.dst())) {
            movex.member().adopt(new Assignment(Pattern.SRC_FIRST, 1, Set.of()));
            write(movex, written(Side.SRC));
            assertCarried(lab);
            lab.control(Side.SRC, 2, false);
            lab.control(Side.DST, 2, true);
            lab.authority(Authority.under(Pattern.DST_FIRST, 2));
            movex.member().adopt(new Assignment(Pattern.DST_FIRST, 2, Set.of()));
            for (PlannedTable table : lab.plan().tables()) {
                write(
                        movex,
                        List.of("DELETE FROM "
                                + lab.databases()
                                        .dstDialect()
                                        .sql(table, Side.DST)
                                        .table()));
                // the secondary commits behind the caller
                await().untilAsserted(() ->
                        assertThat(read(lab, Side.SRC, table)).as(table.name()).isEmpty());
            }
            write(movex, written(Side.DST));
            assertCarried(lab);
        }
    }

    private static void assertCarried(Lab lab) throws Exception {
        List<InconsistentEvent> events = new ArrayList<>();
        lab.validate(events);
        assertThat(events).isEmpty();
        await().until(() -> lab.journalRows(lab.authority().base()) == 0);
        assertEqualSides(lab);
    }

    /** As an application does: one connection, a transaction for each statement. */
    private static void write(MovexDataSource movex, List<String> texts) throws SQLException {
        try (Connection connection = movex.getConnection();
                Statement statement = connection.createStatement()) {
            for (String text : texts) {
                try {
                    statement.execute(text);
                } catch (SQLException e) {
                    throw new SQLException(text, e);
                }
            }
        }
    }

    @Test
    void keysOfEveryKindAreFoundInTheJournal(DatabasePair pair) throws Exception {
        Lab lab = lab(pair);
        List<DirtyKey> keys = new ArrayList<>();
        for (PlannedTable table : lab.plan().tables()) {
            read(lab, Side.SRC, table).forEach(row -> keys.add(new DirtyKey(table.name(), row.key())));
        }
        lab.leaveJournal(Side.SRC, keys);
        List<InconsistentEvent> events = new ArrayList<>();
        assertThat(lab.validate(events).pending()).isEqualTo(keys.size());
        assertThat(events).isEmpty();
    }

    @Test
    void aDifferenceInAnyColumnIsFound(DatabasePair pair) throws Exception {
        Lab lab = lab(pair);
        PlannedTable table = lab.table("kinds");
        List<String> columns =
                table.columns().stream().filter(c -> !table.key().contains(c)).toList();
        Row low = one(lab, Side.SRC, table, "2");
        Row high = one(lab, Side.SRC, table, "3");
        List<Row> copies = new ArrayList<>();
        List<Row> planted = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            int place = table.columns().indexOf(columns.get(i));
            assertThat(low.values().get(place))
                    .as(columns.get(i))
                    .isNotNull()
                    .isNotEqualTo(high.values().get(place));
            copies.add(with(table, high, COPIES + i, place, high.values().get(place)));
            planted.add(with(table, high, COPIES + i, place, low.values().get(place)));
        }
        write(lab, Side.SRC, table, copies);
        copy(lab);
        write(lab, Side.DST, table, planted);
        List<InconsistentEvent> events = new ArrayList<>();
        lab.validate(events);
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i);
            assertThat(events)
                    .filteredOn(e -> e.columns().equals(List.of(column)) && e.type() == InconsistencyType.NEQ)
                    .as(column)
                    .hasSize(1);
        }
        assertThat(events).hasSize(columns.size());
    }

    private static Row with(PlannedTable table, Row row, int id, int place, String value) {
        List<String> values = new ArrayList<>(row.values());
        values.set(table.columns().indexOf("id"), String.valueOf(id));
        values.set(place, value);
        return new Row(RowKey.of(String.valueOf(id)), values);
    }

    private static Row one(Lab lab, Side side, PlannedTable table, String id) throws SQLException {
        try (Connection connection = lab.databases().connect(side)) {
            TableAccess access = lab.databases().table(table, side);
            return Objects.requireNonNull(access.readRows(connection, List.of(RowKey.of(id)), RowLock.NONE)
                    .get(RowKey.of(id)));
        }
    }

    private static void write(Lab lab, Side side, PlannedTable table, List<Row> rows) throws SQLException {
        try (Connection connection = lab.databases().begin(side)) {
            lab.databases().table(table, side).upsert(connection, rows);
            connection.commit();
        }
    }

    @Test
    void numbersWithAPointKeepEveryBit(DatabasePair pair) throws Exception {
        Lab lab = lab(pair);
        Random random = new Random(7);
        List<Double> doubles = new ArrayList<>();
        List<Float> floats = new ArrayList<>();
        try (Connection connection = pair.src().getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO points VALUES (?, ?, ?)")) {
            while (doubles.size() < 400) {
                double wide = Double.longBitsToDouble(random.nextLong());
                float narrow = Float.intBitsToFloat(random.nextInt());
                if (Double.isFinite(wide)
                        && Float.isFinite(narrow)
                        && Math.abs(wide) > Double.MIN_NORMAL
                        && Math.abs(narrow) > Float.MIN_NORMAL) {
                    doubles.add(wide);
                    floats.add(narrow);
                    insert.setInt(1, 1000 + doubles.size());
                    insert.setDouble(2, wide);
                    insert.setDouble(3, narrow);
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
        copy(lab);
        try (Connection connection = pair.dst().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT wide, narrow + 0e0 FROM points WHERE id > 1000 ORDER BY id")) {
            for (int i = 0; i < doubles.size(); i++) {
                row.next();
                assertThat(row.getDouble(1)).isEqualTo(doubles.get(i));
                assertThat((float) row.getDouble(2)).isEqualTo(floats.get(i));
            }
        }
    }
}
