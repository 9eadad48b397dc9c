package dev.movex.debezium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.core.Side;
import dev.movex.core.follow.ChangeLog;
import dev.movex.core.plan.Conversion;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.TableMapping;
import dev.movex.core.row.DirtyKey;
import dev.movex.testkit.database.ServerKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LogKeysPostgresTest extends LogKeysContract {
    private static final String NOTE = ", note varchar(20)";

    @Override
    ServerKind kind() {
        return ServerKind.POSTGRESQL;
    }

    @Override
    ServerKind other() {
        return ServerKind.MARIADB;
    }

    private static Case key(String name, String source, String target, String... values) {
        return Case.of(
                "k_" + name, "k " + source + " PRIMARY KEY" + NOTE, "k " + target + " PRIMARY KEY" + NOTE, values);
    }

    private static Case same(String name, String type, String... values) {
        return key(name, type, type, values);
    }

    @Override
    List<Case> alike() {
        return List.of(
                same("small", "smallint", "-32768", "7"),
                same("truth", "boolean", "false", "true"),
                same("number", "numeric(12,3)", "1.500", "-0.001", "1000000.000"),
                same("free", "numeric", "1.50", "0.0000000001", "1e20", "'NaN'", "'Infinity'", "'-Infinity'"),
                same("words", "text", "'a'", "'A'", "'x''y'", "'\u65e5\u672c'", "'\ud83d\ude00'"),
                same("padded", "char(10)", "'ab'", "''"),
                same("bytes", "bytea", "'\\x00ff00'", "'\\x61'", "''"),
                same("day", "date", "'2020-02-29'", "'0001-01-01'", "'9999-12-31'"),
                same("moment", "timestamp", "'2020-02-29 10:20:30.123456'", "'2020-02-29 10:20:30.5'", "'12000-01-01'"),
                same("milli", "timestamp(3)", "'2020-02-29 10:20:30.120'", "'1000-01-01 00:00:00'"),
                same("stamp", "timestamptz", "'2020-07-01 10:20:30.12+05:45'", "'1970-01-01 00:00:00+00'"),
                same("clock", "time", "'10:20:30.5'", "'00:00:00'", "'23:59:59.999999'"),
                same("uuid", "uuid", "'0a112233-4455-6677-8899-aabbccddeeff'"),
                Case.of(
                        "k_pair",
                        "a text, b date, n bigint, note varchar(20), PRIMARY KEY (n, a, b)",
                        "a text, b date, n bigint, note varchar(20), PRIMARY KEY (n, a, b)",
                        "'x,y', '2020-02-29', -5",
                        "'', '2020-02-29', 5"));
    }

    @Override
    List<Case> unlike() {
        return List.of(
                key("truth", "boolean", "tinyint(1)", "false", "true"),
                key("unsigned", "numeric(20)", "bigint unsigned", "1", "18446744073709551615"),
                key("number", "numeric(12,3)", "decimal(12,3)", "1.500", "-0.001", "1000000.000"),
                key("words", "varchar(40)", "varchar(40) COLLATE utf8mb4_nopad_bin", "'a'", "'A'", "'x''y'"),
                key("padded", "char(10)", "char(10)", "'ab'", "'x y'"),
                key("bytes", "bytea", "varbinary(16)", "'\\x00ff00'", "'\\x61'"),
                key("day", "date", "date", "'2020-02-29'", "'9999-12-31'"),
                key("moment", "timestamp", "datetime(6)", "'2020-02-29 10:20:30.5'", "'2020-02-29 10:20:30'"),
                key("stamp", "timestamptz", "timestamp(6)", "'2020-07-01 10:20:30.12+05:45'"),
                key("clock", "time", "time(6)", "'10:20:30.5'", "'00:00:00'"),
                key("uuid", "uuid", "uuid", "'0a112233-4455-6677-8899-aabbccddeeff'"),
                key("dashed", "uuid", "char(36)", "'0a112233-4455-6677-8899-aabbccddeeff'"),
                key("swapped", "uuid", "binary(16)", "'00112233-4455-6677-8899-aabbccddeeff'"));
    }

    @Override
    PlanOptions unlikeOptions() {
        return PlanOptions.all()
                .withMappings(List.of(TableMapping.of("k_swapped").convert("k", Conversion.UUID_SWAPPED)));
    }

    @Test
    void rowsOfPartitionsAreThoseOfTheirTable() throws Exception {
        try (KeyLab lab = new KeyLab(server(), ServerKind.POSTGRESQL)) {
            String columns = "id bigint, n int, PRIMARY KEY (id)";
            lab.exec(
                    Side.SRC,
                    "CREATE TABLE parted (" + columns + ") PARTITION BY RANGE (id)",
                    "CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (10)",
                    "CREATE TABLE parted_2 PARTITION OF parted FOR VALUES FROM (10) TO (20)");
            lab.exec(Side.DST, "CREATE TABLE parted (" + columns + ")");
            for (int reads = 0; reads < 2; reads++) {
                try (ChangeLog reader = lab.read()) {
                    lab.exec(Side.SRC, "INSERT INTO parted VALUES (" + reads + ", 1), (1" + reads + ", 1)");
                    assertThat(lab.take(reader, 2)).hasSize(2);
                }
            }
        }
    }

    @Test
    void aKeyThatThePlanDeclaresNeedsAnIdentityThatTellsIt() throws Exception {
        try (KeyLab lab = new KeyLab(server(), ServerKind.POSTGRESQL)
                .options(PlanOptions.all().withKeys(Map.of("public.loose", List.of("code"))))) {
            lab.table("loose", "code text NOT NULL UNIQUE, n int", "code text NOT NULL UNIQUE, n int");
            lab.exec(Side.SRC, "ALTER TABLE loose REPLICA IDENTITY FULL", "INSERT INTO loose VALUES ('b', 1)");
            try (ChangeLog reader = lab.read()) {
                assertThat(lab.logs().obstacles(Side.SRC)).isEmpty();
                lab.exec(
                        Side.SRC,
                        "INSERT INTO loose VALUES ('a', 1)",
                        "UPDATE loose SET n = 2",
                        "DELETE FROM loose WHERE code = 'b'");
                Set<DirtyKey> taken = lab.take(reader, 2);
                assertThat(taken)
                        .extracting(DirtyKey::toString)
                        .containsExactlyInAnyOrder("public.loose/a", "public.loose/b");
            }
            lab.exec(Side.SRC, "ALTER TABLE loose REPLICA IDENTITY DEFAULT");
            assertThat(lab.logs().obstacles(Side.SRC))
                    .singleElement()
                    .asString()
                    .contains("public.loose")
                    .contains("REPLICA IDENTITY");
        }
    }

    @Test
    void whatIsNotPublishedCanBeWrittenStill() throws Exception {
        try (KeyLab lab = new KeyLab(server(), ServerKind.POSTGRESQL)
                .options(PlanOptions.all().withKeys(Map.of("public.loose", List.of("code"))))) {
            lab.table("loose", "code text NOT NULL UNIQUE, n int", "code text NOT NULL UNIQUE, n int");
            try (ChangeLog reader = lab.open()) {
                await().until(() -> reader.fault().contains("REPLICA IDENTITY"));
                // the server would refuse it if the table were published
                lab.exec(Side.SRC, "INSERT INTO loose VALUES ('a', 1)", "UPDATE loose SET n = 2");
            }
        }
    }

    @Test
    void rowsOfATableThatIsSplitAreThoseOfEachPart() throws Exception {
        PlanOptions split = PlanOptions.all()
                .withMappings(List.of(
                        TableMapping.of("item").to("item_0").where("n < 10"),
                        TableMapping.of("item").to("item_1").where("n >= 10")));
        try (KeyLab lab = new KeyLab(server(), ServerKind.POSTGRESQL).options(split)) {
            lab.exec(Side.SRC, "CREATE TABLE item (id bigint PRIMARY KEY, n int NOT NULL)");
            lab.exec(
                    Side.DST,
                    "CREATE TABLE item_0 (id bigint PRIMARY KEY, n int NOT NULL)",
                    "CREATE TABLE item_1 (id bigint PRIMARY KEY, n int NOT NULL)");
            String ids = "SELECT '0/' || id FROM item_0 UNION ALL SELECT '1/' || id FROM item_1 ORDER BY 1";
            try (ChangeLog reader = lab.read()) {
                lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 1), (2, 20)");
                lab.repair(lab.take(reader, 4));
                assertThat(lab.ask(Side.DST, ids)).containsExactly("0/1", "1/2");
                lab.exec(Side.SRC, "UPDATE item SET n = 10 WHERE id = 1");
                lab.repair(lab.take(reader, 2));
                assertThat(lab.ask(Side.DST, ids)).containsExactly("1/1", "1/2");
            }
        }
    }
}
