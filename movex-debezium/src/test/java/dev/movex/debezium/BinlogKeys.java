package dev.movex.debezium;

import dev.movex.core.plan.Conversion;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.TableMapping;
import dev.movex.debezium.LogKeysContract.Case;
import java.util.List;

/** Tables of MariaDB and MySQL, each with a key of another type. */
final class BinlogKeys {
    private static final String NOTE = ", note varchar(20)";

    private BinlogKeys() {}

    static Case key(String name, String source, String target, String... values) {
        return Case.of(
                "k_" + name, "k " + source + " PRIMARY KEY" + NOTE, "k " + target + " PRIMARY KEY" + NOTE, values);
    }

    private static Case same(String name, String type, String... values) {
        return key(name, type, type, values);
    }

    /** To a server of the same kind. */
    static List<Case> alike() {
        return List.of(
                same("tiny", "tinyint", "-128", "7"),
                same("unsigned", "bigint unsigned", "1", "9223372036854775807", "18446744073709551615"),
                same("number", "decimal(12,3)", "1.500", "-0.001", "1000000.000"),
                same("wide", "decimal(40,10)", "0.0000000001", "123456789012345678901234567890"),
                same("words", "varchar(40)", "'a'", "'\u00c9 b'", "'x''y'", "'\u65e5\u672c'", "'\ud83d\ude00'"),
                same("latin", "varchar(40) CHARACTER SET latin1", "'\u00e9t\u00e9'"),
                same("padded", "char(10)", "'ab'", "''"),
                same("bytes", "varbinary(16)", "X'00FF00'", "X'61'"),
                same("block", "binary(4)", "X'61000000'", "X'00000000'"),
                same("day", "date", "'2020-02-29'", "'1000-01-01'", "'9999-12-31'"),
                same("moment", "datetime(6)", "'2020-02-29 10:20:30.123456'", "'1000-01-01 00:00:00'"),
                same("second", "datetime", "'2020-02-29 10:20:30'", "'9999-12-31 23:59:59'"),
                same("stamp", "timestamp(3)", "'2020-07-01 10:20:30.120'", "'1999-12-31 00:00:00'"),
                same("clock", "time(6)", "'-12:30:00.5'", "'838:59:59'", "'00:00:00'", "'10:20:30.000001'"),
                same("label", "enum('a','b c')", "'a'", "'b c'"),
                same("year", "year", "2020", "1901"),
                pair("varchar(10)", "date"));
    }

    /** What is converted on the way to PostgreSQL. */
    static PlanOptions options() {
        return PlanOptions.all()
                .withMappings(List.of(
                        TableMapping.of("k_told").convert("k", Conversion.UUID),
                        TableMapping.of("k_swapped").convert("k", Conversion.UUID_SWAPPED)));
    }

    /** To PostgreSQL. */
    static List<Case> toPostgres() {
        return List.of(
                key("tiny", "tinyint", "smallint", "-128", "7"),
                key("truth", "tinyint(1)", "boolean", "0", "1"),
                key("unsigned", "bigint unsigned", "numeric(20)", "1", "18446744073709551615"),
                key("number", "decimal(12,3)", "numeric(12,3)", "1.500", "-0.001", "1000000.000"),
                key("words", "varchar(40)", "varchar(40)", "'a'", "'\u00c9 b'", "'x''y'", "'\ud83d\ude00'"),
                key("padded", "char(10)", "char(10)", "'ab'", "'x y'"),
                key("bytes", "varbinary(16)", "bytea", "X'00FF00'", "X'61'"),
                key("block", "binary(4)", "bytea", "X'61000000'", "X'00000000'"),
                key("day", "date", "date", "'2020-02-29'", "'1000-01-01'", "'9999-12-31'"),
                key("moment", "datetime(6)", "timestamp(6)", "'2020-02-29 10:20:30.123456'", "'1000-01-01 00:00:00'"),
                key("second", "datetime", "timestamp(6)", "'2020-02-29 10:20:30'"),
                key("stamp", "timestamp(3)", "timestamptz(3)", "'2020-07-01 10:20:30.120'"),
                key("clock", "time(6)", "interval", "'-12:30:00.5'", "'838:59:59'", "'10:20:30.000001'"),
                key("label", "enum('a','b c')", "varchar(10)", "'a'", "'b c'"),
                key("uuid", "binary(16)", "uuid", "X'00112233445566778899aabbccddeeff'"),
                key("dashed", "char(36)", "uuid", "'0A112233-4455-6677-8899-AABBCCDDEEFF'"),
                key("told", "varchar(36)", "uuid", "'0b112233-4455-6677-8899-aabbccddeeff'"),
                key("swapped", "binary(16)", "uuid", "X'66774455001122338899aabbccddeeff'"),
                pair("varchar(10)", "date"));
    }

    /** The key's columns are not in the table's order. */
    private static Case pair(String words, String day) {
        String columns = "a " + words + ", b " + day + ", n bigint, note varchar(20), PRIMARY KEY (n, a, b)";
        return Case.of("k_pair", columns, columns, "'x,y', '2020-02-29', -5", "'', '2020-02-29', 5");
    }
}
