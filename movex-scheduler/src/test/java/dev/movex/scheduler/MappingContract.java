package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.MigrationState;
import dev.movex.core.Side;
import dev.movex.core.plan.Conversion;
import dev.movex.core.plan.TableMapping;
import dev.movex.testkit.database.DatabasePair;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What becomes of tables that change their shape on the way, copied under writes, in both directions. */
abstract class MappingContract {
    private static final int ROWS = 300;

    /** Equal by its bytes, whatever the collation is. */
    private static final String OF_A = "md5(tenant) = md5('a')";

    @Test
    void columnsAreRenamedLeftOutAndFilledWithConstants(DatabasePair pair) throws Exception {
        try (MappedLab lab = MappedLab.open(
                pair,
                with(
                        "CREATE TABLE customer (id bigint PRIMARY KEY, name varchar(40) NOT NULL, secret varchar(40),"
                                + " kind varchar(10) NOT NULL)",
                        n -> "INSERT INTO customer VALUES (" + n + ", 'n" + n + "', 's" + n + "', 'old')"),
                List.of("CREATE TABLE client (client_id bigint PRIMARY KEY, full_name varchar(40) NOT NULL,"
                        + " origin varchar(20) NOT NULL, since bigint)"),
                TableMapping.of("customer")
                        .to("client")
                        .rename("id", "client_id")
                        .rename("name", "full_name")
                        .leaveOut("secret")
                        .sourceConstant("kind", "moved")
                        .constant("origin", "legacy"))) {
            lab.alike(
                    "SELECT id, name FROM customer ORDER BY id", "SELECT client_id, full_name FROM client ORDER BY 1");
            lab.migrateUnder((random, writer, n) -> change(random, "customer (id, name, kind)", "customer", "name"));
            assertThat(lab.number(Side.DST, "SELECT count(*) FROM client WHERE origin <> 'legacy'"))
                    .isZero();
            lab.damage(
                    Side.DST,
                    "UPDATE client SET full_name = 'damaged' WHERE client_id = 1000",
                    "DELETE FROM client WHERE client_id = 1001",
                    "INSERT INTO client VALUES (-7, 'surplus', 'legacy', 1)",
                    "UPDATE client SET since = 5, origin = 'x' WHERE client_id = 1002");
            assertThat(lab.validate()).isEqualTo(3);

            lab.move(MigrationState.DST_FIRST);
            lab.write(
                    "INSERT INTO client (client_id, full_name, origin) VALUES (5001, 'new', 'shop')",
                    "UPDATE client SET full_name = concat(full_name, '') WHERE client_id = 1002",
                    "UPDATE client SET full_name = 'changed' WHERE client_id = 1003",
                    "DELETE FROM client WHERE client_id = 1004");
            lab.assertSame();
            lab.validatesClean();
            assertThat(lab.rows(Side.SRC, "SELECT kind, secret FROM customer WHERE id IN (1003, 5001) ORDER BY id"))
                    .as("what is left out is left alone, and a new row takes the constant")
                    .containsExactly("old|s1003", "moved|null");
            lab.damage(
                    Side.SRC,
                    "UPDATE customer SET name = 'damaged' WHERE id = 1005",
                    "DELETE FROM customer WHERE id = 1006",
                    "INSERT INTO customer VALUES (-8, 'surplus', null, 'old')");
            assertThat(lab.validate()).isEqualTo(3);
        }
    }

    @Test
    void rowsEnterAndLeaveAFilter(DatabasePair pair) throws Exception {
        try (MappedLab lab = MappedLab.open(
                pair,
                with(
                        "CREATE TABLE item (id bigint PRIMARY KEY, tenant varchar(10), name varchar(40))",
                        n -> "INSERT INTO item VALUES (" + n + ", '" + tenant(n) + "', 'n" + n + "')"),
                List.of("CREATE TABLE item (id bigint PRIMARY KEY, tenant varchar(10), name varchar(40))"),
                TableMapping.of("item").where("tenant = 'a'"))) {
            lab.alike(
                    "SELECT id, tenant, name FROM item WHERE " + OF_A + " ORDER BY id",
                    "SELECT id, tenant, name FROM item WHERE " + OF_A + " ORDER BY id");
            lab.migrateUnder((random, writer, n) -> moving(random, "item", "tenant", "name"));
            assertThat(lab.number(Side.DST, "SELECT count(*) FROM item WHERE NOT " + OF_A))
                    .isZero();
            lab.damage(
                    Side.DST,
                    "UPDATE item SET name = 'damaged' WHERE id = 1000",
                    "DELETE FROM item WHERE id = 1003",
                    "INSERT INTO item VALUES (-7, 'a', 'surplus')");
            lab.write(
                    "UPDATE item SET tenant = 'a' WHERE id IN (1000, 1003)",
                    "UPDATE item SET tenant = 'b' WHERE id = 1006",
                    "UPDATE item SET tenant = 'A' WHERE id = 1009",
                    "UPDATE item SET tenant = 'a' WHERE id = 1010");
            assertThat(lab.validate()).as("the writes have mended two").isEqualTo(1);
            assertThat(lab.number(Side.DST, "SELECT count(*) FROM item WHERE id IN (1006, 1009)"))
                    .isZero();
            assertThat(lab.number(Side.DST, "SELECT count(*) FROM item WHERE id = 1010"))
                    .isEqualTo(1);

            lab.move(MigrationState.DST_FIRST);
            long others = lab.number(Side.SRC, "SELECT count(*) FROM item WHERE NOT " + OF_A);
            lab.write(
                    "INSERT INTO item VALUES (5001, 'a', 'new')",
                    "INSERT INTO item VALUES (5002, 'z', 'not moved')",
                    "UPDATE item SET tenant = 'c' WHERE id = 1010",
                    "DELETE FROM item WHERE id = 1000");
            assertThat(lab.validate()).isZero();
            assertThat(lab.number(Side.SRC, "SELECT count(*) FROM item WHERE id IN (1010, 5002)"))
                    .isZero();
            assertThat(lab.number(Side.SRC, "SELECT count(*) FROM item WHERE NOT " + OF_A))
                    .as("rows of others are left alone")
                    .isEqualTo(others);
        }
    }

    @Test
    void aRowThatDoesNotBelongIsNeverOverwritten(DatabasePair pair) throws Exception {
        String table = "CREATE TABLE item (id bigint PRIMARY KEY, tenant varchar(10), name varchar(40))";
        try (MappedLab lab = MappedLab.open(
                pair, List.of(table), List.of(table), TableMapping.of("item").where("tenant = 'a'"))) {
            lab.damage(Side.SRC, "INSERT INTO item VALUES (9, 'b', 'theirs')");
            lab.move(MigrationState.SRC_ONLY);
            lab.move(MigrationState.SRC_FIRST);
            lab.move(MigrationState.DST_FIRST);
            lab.write("INSERT INTO item VALUES (9, 'a', 'ours')");
            assertThat(lab.rows(Side.SRC, "SELECT tenant, name FROM item")).containsExactly("b|theirs");
            assertThat(lab.pendingJournal()).as("the key is not forgotten").isPositive();
            lab.write("DELETE FROM item WHERE id = 9", "INSERT INTO item VALUES (10, 'a', 'ours')");
            lab.alike("SELECT name FROM item WHERE id = 10", "SELECT name FROM item");
            lab.validatesClean();
            assertThat(lab.rows(Side.SRC, "SELECT tenant, name FROM item WHERE id = 9"))
                    .containsExactly("b|theirs");
        }
    }

    @Test
    void aTableIsSplitByRangesOfItsKey(DatabasePair pair) throws Exception {
        split(pair, "id < 1150", "id >= 1150");
    }

    @Test
    void aTableIsSplitByBucketsOfItsKey(DatabasePair pair) throws Exception {
        split(pair, "bucket(id, 2) = 0", "bucket(id, 2) = 1");
    }

    private static void split(DatabasePair pair, String first, String second) throws Exception {
        try (MappedLab lab = MappedLab.open(
                pair,
                with(
                        "CREATE TABLE item (id bigint PRIMARY KEY, name varchar(40))",
                        n -> "INSERT INTO item VALUES (" + n + ", 'n" + n + "')"),
                List.of(
                        "CREATE TABLE item_0 (id bigint PRIMARY KEY, name varchar(40))",
                        "CREATE TABLE item_1 (id bigint PRIMARY KEY, name varchar(40))"),
                TableMapping.of("item").to("item_0").where(first),
                TableMapping.of("item").to("item_1").where(second))) {
            lab.alike(
                    "SELECT id, name FROM item ORDER BY id",
                    "SELECT id, name FROM item_0 UNION ALL SELECT id, name FROM item_1 ORDER BY id");
            lab.migrateUnder((random, writer, n) -> change(random, "item (id, name)", "item", "name"));
            lab.write("UPDATE item SET id = 1500 WHERE id = 1000", "UPDATE item SET id = 999 WHERE id = 1299");
            assertThat(lab.number(Side.DST, "SELECT count(*) FROM item_0")).isPositive();
            assertThat(lab.number(Side.DST, "SELECT count(*) FROM item_1")).isPositive();
            lab.damage(
                    Side.DST,
                    "UPDATE item_0 SET name = 'damaged' WHERE id = 1004",
                    "DELETE FROM item_0 WHERE id = 1006",
                    "UPDATE item_1 SET name = 'damaged' WHERE id = 1295",
                    "INSERT INTO item_1 VALUES (2001, 'surplus')");
            assertThat(lab.validate()).isEqualTo(4);

            lab.move(MigrationState.DST_FIRST);
            lab.write(
                    "INSERT INTO item_0 VALUES (100, 'new')",
                    "INSERT INTO item_1 VALUES (2003, 'new')",
                    "UPDATE item_0 SET name = 'changed' WHERE id < 1010",
                    "DELETE FROM item_1 WHERE id = 1205");
            lab.validatesClean();
            lab.damage(Side.SRC, "DELETE FROM item WHERE id = 100", "UPDATE item SET name = 'x' WHERE id = 2003");
            assertThat(lab.validate()).isEqualTo(2);
        }
    }

    @Test
    void tablesAreMergedByAConstantOfTheKey(DatabasePair pair) throws Exception {
        List<String> src = new ArrayList<>(with(
                "CREATE TABLE item_a (id bigint PRIMARY KEY, name varchar(40))",
                n -> "INSERT INTO item_a VALUES (" + n + ", 'a" + n + "')"));
        src.addAll(with(
                "CREATE TABLE item_b (id bigint PRIMARY KEY, name varchar(40))",
                n -> "INSERT INTO item_b VALUES (" + n + ", 'b" + n + "')"));
        try (MappedLab lab = MappedLab.open(
                pair,
                src,
                List.of("CREATE TABLE item (tenant varchar(10) NOT NULL, id bigint NOT NULL, name varchar(40),"
                        + " PRIMARY KEY (tenant, id))"),
                TableMapping.of("item_a").to("item").constant("tenant", "a"),
                TableMapping.of("item_b").to("item").constant("tenant", "b"))) {
            lab.alike(
                    "SELECT 'a', id, name FROM item_a UNION ALL SELECT 'b', id, name FROM item_b ORDER BY 1, 2",
                    "SELECT tenant, id, name FROM item WHERE tenant <> 'z' ORDER BY tenant, id");
            lab.migrateUnder((random, writer, n) -> random.nextBoolean()
                    ? change(random, "item_a (id, name)", "item_a", "name")
                    : change(random, "item_b (id, name)", "item_b", "name"));
            lab.damage(
                    Side.DST,
                    "UPDATE item SET name = 'damaged' WHERE tenant = 'a' AND id = 1000",
                    "DELETE FROM item WHERE tenant = 'b' AND id = 1000",
                    "INSERT INTO item VALUES ('b', -7, 'surplus')");
            assertThat(lab.validate()).isEqualTo(3);

            lab.move(MigrationState.DST_FIRST);
            lab.write(
                    "INSERT INTO item VALUES ('a', 5001, 'new'), ('b', 5001, 'newb'), ('z', 5001, 'of nobody')",
                    "UPDATE item SET name = 'changed' WHERE id = 1001",
                    "UPDATE item SET tenant = 'b', id = 6002 WHERE tenant = 'a' AND id = 1002",
                    "DELETE FROM item WHERE tenant = 'b' AND id = 1003");
            lab.validatesClean();
            assertThat(lab.number(Side.SRC, "SELECT count(*) FROM item_b WHERE id = 6002"))
                    .isEqualTo(1);
            lab.damage(Side.SRC, "UPDATE item_a SET name = 'x' WHERE id = 5001", "DELETE FROM item_b WHERE id = 5001");
            assertThat(lab.validate()).isEqualTo(2);
        }
    }

    @Test
    void valuesAreConvertedBothWays(DatabasePair pair) throws Exception {
        try (MappedLab lab = MappedLab.open(
                pair,
                with(
                        "CREATE TABLE thing (id varchar(36) PRIMARY KEY, made bigint, mark varchar(40), state varchar(10),"
                                + " name varchar(40))",
                        n -> "INSERT INTO thing VALUES ('" + uuid(n) + "', " + (1_700_000_000_123L + n) + ", 'AB"
                                + (10 + n % 90) + "', 'new', ' n" + n + "')"),
                List.of("CREATE TABLE thing (id uuid PRIMARY KEY, made datetime(6), mark varbinary(20), state"
                        + " varchar(10), name varchar(40))"),
                TableMapping.of("thing")
                        .convert("id", Conversion.UUID)
                        .convert("made", Conversion.EPOCH_MILLIS)
                        .convert("mark", Conversion.HEX)
                        .convert("state", Conversion.UPPER_CASE)
                        .convert("name", Conversion.TRIM)
                        .acceptOneWay())) {
            lab.alike("SELECT id, UPPER(state) FROM thing ORDER BY id", "SELECT id, state FROM thing ORDER BY id");
            lab.alike("SELECT trim(name) FROM thing ORDER BY id", "SELECT name FROM thing ORDER BY id");
            lab.migrateUnder((random, writer, n) -> switch (random.nextInt(3)) {
                case 0 -> "UPDATE thing SET made = made + 1, state = 'paid' WHERE id = '" + key(random) + "'";
                case 1 -> "DELETE FROM thing WHERE id = '" + key(random) + "'";
                default ->
                    "INSERT INTO thing VALUES ('" + uuid(10_000 * (writer + 1) + n) + "', -" + n
                            + ", 'ff', 'open', 'x ')";
            });
            lab.write("INSERT INTO thing VALUES ('" + uuid(7) + "', 1700000000123, 'ABCD', 'new', ' n')");
            assertThat(lab.rows(Side.DST, "SELECT id, made, state, name FROM thing WHERE id = '" + uuid(7) + "'"))
                    .singleElement()
                    .satisfies(row -> assertThat(row.replace(".123000", ".123"))
                            .isEqualTo(uuid(7) + "|2023-11-14 22:13:20.123|NEW|n"));
            lab.damage(Side.DST, "UPDATE thing SET state = 'X', made = null WHERE id = '" + uuid(7) + "'");
            assertThat(lab.validate()).isEqualTo(1);

            lab.move(MigrationState.DST_FIRST);
            lab.write(
                    "UPDATE thing SET state = 'DONE', made = '2001-09-09 01:46:40' WHERE id = '" + uuid(7) + "'",
                    "INSERT INTO thing (id, made, state, name) VALUES ('" + uuid(8)
                            + "', '1969-12-31 23:59:59.999', 'OPEN', 'way back')");
            lab.validatesClean();
            assertThat(lab.rows(
                            Side.SRC,
                            "SELECT id, made, mark, state, name FROM thing WHERE id IN ('" + uuid(7) + "', '" + uuid(8)
                                    + "') ORDER BY id"))
                    .containsExactly(uuid(7) + "|1000000000000|abcd|done|n", uuid(8) + "|-1|null|open|way back");
        }
    }

    @Test
    void booleansAreConvertedAndScannedByARenamedUpdateTime(DatabasePair pair) throws Exception {
        try (MappedLab lab = MappedLab.open(
                pair,
                with(
                        "CREATE TABLE account (id bigint PRIMARY KEY, active smallint NOT NULL, utime bigint NOT NULL)",
                        n -> "INSERT INTO account VALUES (" + n + ", " + n % 2 + ", " + n / 10 + ")"),
                List.of("CREATE TABLE account (id bigint PRIMARY KEY, live " + bool(pair, Side.DST)
                        + " NOT NULL, changed bigint NOT NULL)"),
                account(bool(pair, Side.DST).equals("boolean")))) {
            lab.alike(
                    "SELECT id, CASE WHEN active = 1 THEN 'yes' ELSE 'no' END, utime FROM account ORDER BY id",
                    "SELECT id, CASE WHEN live THEN 'yes' ELSE 'no' END, changed FROM account ORDER BY id");
            lab.migrateUnder((random, writer, n) -> switch (random.nextInt(3)) {
                case 0 ->
                    "UPDATE account SET active = 1 - active, utime = " + n + " WHERE id = "
                            + (1000 + random.nextInt(ROWS));
                case 1 -> "DELETE FROM account WHERE id = " + (1000 + random.nextInt(ROWS));
                default -> "INSERT INTO account VALUES (" + (10_000 * (writer + 1) + n) + ", 0, " + n + ")";
            });
            lab.write("DELETE FROM account", "INSERT INTO account VALUES (1, 1, 5), (2, 0, 5), (3, 1, 5), (4, 0, 6)");
            lab.assertSame();
            lab.incremental();
            lab.damage(Side.SRC, "UPDATE account SET active = 0, utime = " + lab.millis() + " WHERE id IN (1, 2, 3)");
            lab.assertSame();
            lab.lateCommit(
                    "UPDATE account SET active = active WHERE id = 4",
                    "UPDATE account SET active = 1, utime = %d WHERE id = 4",
                    "INSERT INTO account VALUES (9, 0, %d)");
            lab.assertSame();
            lab.stopIncremental();
            lab.move(MigrationState.DST_FIRST);
            lab.write("UPDATE account SET live = NOT live WHERE id = 1", "DELETE FROM account WHERE id = 2");
            lab.validatesClean();
        }
    }

    private static TableMapping account(boolean converted) {
        TableMapping renamed =
                TableMapping.of("account").rename("active", "live").rename("utime", "changed");
        return converted ? renamed.convert("active", Conversion.BOOLEAN) : renamed;
    }

    private static String bool(DatabasePair pair, Side side) {
        return MappedLab.forKind(pair, side, "datetime(6)").startsWith("timestamp") ? "boolean" : "smallint";
    }

    @Test
    void theJournalAloneBringsMappedRows(DatabasePair pair) throws Exception {
        try (MappedLab lab = MappedLab.journalled(
                pair,
                with(
                        "CREATE TABLE item (id bigint PRIMARY KEY, tenant varchar(10), name varchar(40))",
                        n -> "INSERT INTO item VALUES (" + n + ", '" + tenant(n) + "', 'n" + n + "')"),
                List.of("CREATE TABLE thing (thing_id bigint PRIMARY KEY, tenant varchar(10), title varchar(40),"
                        + " origin varchar(10))"),
                TableMapping.of("item")
                        .to("thing")
                        .rename("id", "thing_id")
                        .rename("name", "title")
                        .constant("origin", "old")
                        .where("tenant = 'a'"))) {
            lab.alike(
                    "SELECT id, tenant, name, 'old' FROM item WHERE " + OF_A + " ORDER BY id",
                    "SELECT thing_id, tenant, title, origin FROM thing ORDER BY thing_id");
            lab.migrateUnder((random, writer, n) -> moving(random, "item", "tenant", "name"));
            lab.write(
                    "UPDATE item SET tenant = 'b' WHERE id = 1000",
                    "INSERT INTO item VALUES (9999, 'a', 'new')",
                    "UPDATE item SET id = 999 WHERE id = 1003");
            lab.assertSame();
            lab.validatesClean();
        }
    }

    @Test
    void tablesAreMergedByRangesOfTheirKeysAndSplitByTheHashOfAText(DatabasePair pair) throws Exception {
        List<String> src = new ArrayList<>(with(
                "CREATE TABLE old_item (id bigint PRIMARY KEY, name varchar(40))",
                n -> "INSERT INTO old_item VALUES (" + n + ", 'a" + n + "')"));
        src.add("CREATE TABLE new_item (id bigint PRIMARY KEY, name varchar(40))");
        src.add("INSERT INTO new_item SELECT id + 10000, name FROM old_item");
        src.add("CREATE TABLE word (w varchar(40) PRIMARY KEY, n bigint)");
        src.add("INSERT INTO word SELECT concat('w', id), id FROM old_item");
        String word = " (w varchar(40) PRIMARY KEY, n bigint)";
        try (MappedLab lab = MappedLab.open(
                pair,
                src,
                List.of(
                        "CREATE TABLE item (id bigint PRIMARY KEY, name varchar(40))",
                        "CREATE TABLE word_0" + word,
                        "CREATE TABLE word_1" + word,
                        "CREATE TABLE word_2" + word),
                TableMapping.of("old_item").to("item").where("id < 10000"),
                TableMapping.of("new_item").to("item").where("id >= 10000"),
                TableMapping.of("word").to("word_0").where("bucket(w, 3) = 0"),
                TableMapping.of("word").to("word_1").where("bucket(w, 3) = 1"),
                TableMapping.of("word").to("word_2").where("bucket(w, 3) = 2"))) {
            lab.alike(
                    "SELECT id, name FROM old_item UNION ALL SELECT id, name FROM new_item ORDER BY id",
                    "SELECT id, name FROM item ORDER BY id");
            lab.alike(
                    "SELECT n, w FROM word ORDER BY n, w",
                    "SELECT n, w FROM (SELECT * FROM word_0 UNION ALL SELECT * FROM word_1 UNION ALL SELECT * FROM word_2) x"
                            + " ORDER BY n, w");
            lab.migrateUnder((random, writer, n) -> switch (random.nextInt(4)) {
                case 0 -> "UPDATE old_item SET name = 'u" + n + "' WHERE id = " + (1000 + random.nextInt(ROWS));
                case 1 -> "DELETE FROM new_item WHERE id = " + (11_000 + random.nextInt(ROWS));
                case 2 -> "UPDATE word SET n = n + 1 WHERE w = 'w" + (1000 + random.nextInt(ROWS)) + "'";
                default -> "INSERT INTO word VALUES ('x" + writer + "-" + n + "', " + n + ")";
            });
            for (String part : List.of("word_0", "word_1", "word_2")) {
                assertThat(lab.number(Side.DST, "SELECT count(*) FROM " + part)).isPositive();
            }
            lab.damage(
                    Side.DST,
                    "UPDATE item SET name = 'damaged' WHERE id = 1000",
                    "DELETE FROM item WHERE id = 1001",
                    "INSERT INTO item VALUES (90000, 'surplus')",
                    "DELETE FROM word_1 WHERE w LIKE 'x%'");
            assertThat(lab.validate()).isGreaterThanOrEqualTo(3);
            lab.move(MigrationState.DST_FIRST);
            lab.write(
                    "INSERT INTO item VALUES (5, 'low'), (50000, 'high')",
                    "DELETE FROM item WHERE id = 1002",
                    "UPDATE word_0 SET n = 0");
            lab.validatesClean();
        }
    }

    private static String uuid(int n) {
        return String.format("0a1b2c3d-0000-4000-8000-%012x", n);
    }

    private static String key(Random random) {
        return uuid(1000 + random.nextInt(ROWS));
    }

    private static char tenant(int n) {
        return "abA".charAt(n % 3);
    }

    private static List<String> with(String table, java.util.function.IntFunction<String> row) {
        List<String> statements = new ArrayList<>(List.of(table));
        for (int n = 1000; n < 1000 + ROWS; n++) {
            statements.add(row.apply(n));
        }
        return statements;
    }

    private static String change(Random random, String columns, String table, String column) {
        int id = 1010 + random.nextInt(ROWS - 20);
        return switch (random.nextInt(4)) {
            case 0 -> "DELETE FROM " + table + " WHERE id = " + id;
            case 1 ->
                "INSERT INTO " + columns + " VALUES (" + (3000 + random.nextInt(1_000_000_000)) + ", 'w"
                        + (columns.contains("kind") ? "', 'new')" : "')");
            default -> "UPDATE " + table + " SET " + column + " = 'u" + random.nextInt(100) + "' WHERE id = " + id;
        };
    }

    private static String moving(Random random, String table, String tenant, String column) {
        int id = 1020 + random.nextInt(ROWS - 30);
        return switch (random.nextInt(4)) {
            case 0 -> "DELETE FROM " + table + " WHERE id = " + id;
            case 1 -> "UPDATE " + table + " SET " + tenant + " = '" + tenant(random.nextInt(3)) + "' WHERE id = " + id;
            case 2 ->
                "INSERT INTO " + table + " VALUES (" + (3000 + random.nextInt(1_000_000_000)) + ", '"
                        + tenant(random.nextInt(3)) + "', 'w')";
            default -> "UPDATE " + table + " SET " + column + " = 'u" + random.nextInt(100) + "' WHERE id = " + id;
        };
    }
}
