package dev.movex.engine;

import dev.movex.core.Side;
import java.util.ArrayList;
import java.util.List;

/** Every type that PostgreSQL has in common with MySQL and MariaDB, or these with each other. */
abstract class CrossTypesContract extends TypesContract {
    private static final List<String> POSTGRES = List.of(
            "CREATE TYPE mood AS ENUM ('it''s', 'glad', 'Sad', 'b,c')",
            """
            CREATE TABLE kinds (id int PRIMARY KEY, bo boolean, b1 boolean, i2 smallint, i4 integer, i8 bigint, u8 numeric(20),
              de numeric(40, 10), f4 real, f8 double precision, ch char(5), vc varchar(20), te text, by bytea, vb bytea, da date,
              ts timestamp, tz timestamptz, t0 timestamp(0), iv interval, tm time, js json, jb jsonb, mo mood, me text, uu uuid,
              ub uuid, bn bit(11), dl numeric(65, 30), se text[],
              ja text[], ji int[], ad inet, ne cidr, ma macaddr, xm xml)""",
            "CREATE TABLE points (id int PRIMARY KEY, wide double precision, narrow real)",
            "CREATE TABLE texts (k varchar(30), c char(3), n bigint, note varchar(9) DEFAULT 'x', PRIMARY KEY (k, c, n))",
            "CREATE TABLE times (t timestamptz, d date, e numeric(20, 5), m time, note text, PRIMARY KEY (t, d, e, m))",
            "CREATE TABLE bytes_key (b bytea, n int, note text, PRIMARY KEY (b, n))",
            "CREATE TABLE moods (m mood, b boolean, note text, PRIMARY KEY (m, b))",
            "CREATE TABLE uuids (u uuid, b uuid, note text, PRIMARY KEY (u, b))");

    private static final List<String> POSTGRES_ROWS = List.of(
            "INSERT INTO kinds (id) VALUES (1)",
            """
            INSERT INTO kinds VALUES (2, false, false, -32768, -2147483648, -9223372036854775808, 0,
              -999999999999999999999999999999.9999999999, -1.17549435e-38, -2.2250738585072014e-308, '', '', '', '', '', '1000-01-01',
              '1000-01-01 00:00:00.000001', '1970-01-01 00:00:01.000001+00', '2024-02-29 00:00:00', '-838:59:59', '00:00', 'null',
              '[]', 'it''s', 'a', '00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000001', B'00000000000',
              -99999999999999999999999999999999999.999999999999999999999999999999, '{}', '{}', '{}', '::1', '10.0.0.0/8', '08:00:2b:01:02:03', '<a/>')""",
            """
            INSERT INTO kinds VALUES (3, true, true, 32767, 2147483647, 9223372036854775807, 18446744073709551615, 0.0000000001,
              3.4028234e38, 1.7976931348623157e308, 'a b', 'end ', E'tab\\t nl\\n cr\\r bs\\\\ \\\\N quote'' " ` \\x1a 😀𝔘 é ',
              '\\x00ff5c0a2700', '\\x2027', '9999-12-31', '9999-12-31 23:59:59.999999', '2038-01-19 03:14:07.999999+00',
              '2026-03-29 02:30:00', '99 hours 0.000001 seconds', '23:59:59.999999',
              '{ "a": 0, "b": 1.10, "a": [null, "\\u00e9", {"z": true}, 1e3, -0.0], "": "😀" }', '{"x": 10, "aa": 0.1, "b": [1, 2]}', 'b,c',
              'B', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'ffffffff-ffff-ffff-ffff-ffffffffffff', B'10000000001',
              0.000000000000000000000000000001, '{b,A,"x y",d''e,b}', '{"a b",NULL,"NULL","","{}","\\"\\\\",😀}', '{-1,NULL,2147483647}', '192.168.1.5/24', '2001:db8::/32', 'ff:ff:ff:ff:ff:ff',
              '<b c="é">&lt; 😀</b>')""",
            "INSERT INTO points VALUES (1, 0.1, 0.1), (2, '-0', '-0'), (3, 1e23, 16777217), (4, 4.35, 4.35)",
            """
            INSERT INTO texts VALUES ('', '', 0, NULL), ('a', 'x', 9223372036854775807, ''), ('B', 'Y', 1, ' '),
              ('ä', 'x', 2, 'y'), (E'\\\\''"', '''', 3, 'z'), ('😀', 'é', -1, 'w'), ('A', 'x', 4, '')""",
            """
            INSERT INTO times VALUES ('2026-01-01 00:00:00.000001+00', '2026-01-01', 1.50000, '00:00:00.001', 'a'),
              ('2026-01-01 00:00:00.000001+00', '2026-01-01', -1.5, '23:59', 'b'),
              ('2025-10-26 01:30:00+00', '1000-01-01', 0, '12:00', 'c')""",
            "INSERT INTO bytes_key VALUES ('', 1, 'a'), ('\\x00', 2, 'b'), ('\\x5c2700', 3, 'c'), ('abc', 4, 'd'), ('\\xff', -1, 'e')",
            "INSERT INTO moods VALUES ('Sad', true, 'a'), ('it''s', false, 'b'), ('glad', true, 'c'), ('glad', false, 'd')",
            """
            INSERT INTO uuids VALUES ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '00000000-0000-0000-0000-000000000000', 'a'),
              ('00000000-0000-0000-0000-0000000000ff', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'b'),
              ('00000000-0000-0000-0000-0000000000ff', '0fffffff-ffff-ffff-ffff-ffffffffffff', 'c')""");

    private static final String MODE = "SET SESSION sql_mode = 'STRICT_ALL_TABLES', SESSION time_zone = '+00:00'";
    private static final String BYTES = " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";

    private static final List<String> FAMILY = List.of(
            MODE,
            """
            CREATE TABLE kinds (id INT PRIMARY KEY, bo TINYINT(1), b1 BIT(1), i2 SMALLINT, i4 INT, i8 BIGINT, u8 BIGINT UNSIGNED,
              de DECIMAL(40, 10), f4 FLOAT, f8 DOUBLE, ch CHAR(5), vc VARCHAR(20), te LONGTEXT, `by` LONGBLOB, vb VARBINARY(10),
              da DATE, ts DATETIME(6), tz TIMESTAMP(6) NULL, t0 DATETIME, iv TIME(6), tm TIME(6), js JSON, jb JSON,
              mo ENUM('glad', 'b,c', 'it''s', 'Sad'), me ENUM('B', 'a'), uu CHAR(36), ub BINARY(16), bn BIT(11), dl DECIMAL(65, 30),
              se SET('x y', 'b', 'd''e', 'A'), ja JSON, ji JSON, ad VARCHAR(50), ne VARCHAR(50), ma VARCHAR(20), xm LONGTEXT)""" + BYTES,
            "CREATE TABLE points (id INT PRIMARY KEY, wide DOUBLE, narrow FLOAT)",
            "CREATE TABLE texts (k VARCHAR(30), c CHAR(3), n BIGINT, note VARCHAR(9) DEFAULT 'x', PRIMARY KEY (k, c, n))"
                    + BYTES,
            "CREATE TABLE times (t TIMESTAMP(6) NOT NULL, d DATE, e DECIMAL(20, 5), m TIME(6), note TEXT,"
                    + " PRIMARY KEY (t, d, e, m))",
            "CREATE TABLE bytes_key (b VARBINARY(30), n INT, note TEXT, PRIMARY KEY (b, n))",
            "CREATE TABLE moods (m ENUM('glad', 'b,c', 'it''s', 'Sad'), b BOOLEAN, note TEXT, PRIMARY KEY (m, b))",
            "CREATE TABLE uuids (u CHAR(36), b BINARY(16), note TEXT, PRIMARY KEY (u, b)) CHARACTER SET utf8mb4");

    private static final List<String> FAMILY_ROWS = List.of(
            MODE,
            "INSERT INTO kinds (id) VALUES (1)",
            """
            INSERT INTO kinds VALUES (2, 0, b'0', -32768, -2147483648, -9223372036854775808, 0,
              -999999999999999999999999999999.9999999999, -1.17549435e-38, -2.2250738585072014e-308, '', '', '', '', '', '1000-01-01',
              '1000-01-01 00:00:00.000001', '1970-01-01 00:00:01.000001', '2024-02-29 00:00:00', '-838:59:59', '00:00', 'null', '[]',
              'it''s', 'a', '00000000-0000-0000-0000-000000000000', UNHEX('00000000000000000000000000000001'), b'0',
              -99999999999999999999999999999999999.999999999999999999999999999999, '', '[]', '[]', '::1', '10.0.0.0/8', '08:00:2b:01:02:03', '<a/>')""",
            """
            INSERT INTO kinds VALUES (3, 1, b'1', 32767, 2147483647, 9223372036854775807, 18446744073709551615, 0.0000000001,
              3.4028234e38, 1.7976931348623157e308, 'a b', 'end ', 'tab\\t nl\\n cr\\r bs\\\\ \\\\N quote'' " ` \\Z 😀𝔘 é ',
              0x00FF5C0A2700, 0x2027, '9999-12-31', '9999-12-31 23:59:59.999999', '2038-01-19 03:14:07.999999', '2026-03-29 02:30:00',
              '838:59:58.000001', '23:59:59.999999', '{ "a": 0, "b": 1.10, "a": [null, "\\\\u00e9", {"z": true}, 1e3, -0.0], "": "😀" }',
              '{"x": 10, "aa": 0.1, "b": [1, 2]}', 'b,c', 'B', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11',
              UNHEX('ffffffffffffffffffffffffffffffff'), b'10000000001', 0.000000000000000000000000000001,
              'A,b,x y,d''e', '["a b", null, "NULL", "", "{}", "\\\\"\\\\\\\\", "😀"]', '[-1, null, 2147483647]', '192.168.1.5/24', '2001:db8::/32', 'ff:ff:ff:ff:ff:ff',
              '<b c="é">&lt; 😀</b>')""",
            "INSERT INTO points VALUES (1, 0.1, 0.1), (2, -0e0, -0e0), (3, 1e23, 16777217), (4, 4.35, 4.35)",
            """
            INSERT INTO texts VALUES ('', '', 0, NULL), ('a', 'x', 9223372036854775807, ''), ('B', 'Y', 1, ' '),
              ('ä', 'x', 2, 'y'), ('\\\\''"', '''', 3, 'z'), ('😀', 'é', -1, 'w'), ('A', 'x', 4, '')""",
            """
            INSERT INTO times VALUES ('2026-01-01 00:00:00.000001', '2026-01-01', 1.50000, '00:00:00.001', 'a'),
              ('2026-01-01 00:00:00.000001', '2026-01-01', -1.5, '23:59', 'b'),
              ('2025-10-26 01:30:00', '1000-01-01', 0, '12:00', 'c')""",
            "INSERT INTO bytes_key VALUES ('', 1, 'a'), ('\\0', 2, 'b'), (0x5C2700, 3, 'c'), ('abc', 4, 'd'), (0xFF, -1, 'e')",
            "INSERT INTO moods VALUES ('Sad', 1, 'a'), ('it''s', 0, 'b'), ('glad', 1, 'c'), ('glad', 0, 'd')",
            """
            INSERT INTO uuids VALUES ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 0x00000000000000000000000000000000, 'a'),
              ('00000000-0000-0000-0000-0000000000ff', 0xffffffffffffffffffffffffffffffff, 'b'),
              ('00000000-0000-0000-0000-0000000000ff', 0x0fffffffffffffffffffffffffffffff, 'c')""");

    /** Returns whether a side is PostgreSQL. */
    abstract boolean postgres(Side side);

    @Override
    List<String> schema(Side side) {
        List<String> texts = new ArrayList<>(postgres(side) ? POSTGRES : FAMILY);
        if (years()) {
            texts.add("CREATE TABLE years (y " + (postgres(side) ? "smallint" : "YEAR") + " PRIMARY KEY, z "
                    + (postgres(side) ? "smallint" : "YEAR") + ")");
        }
        return texts;
    }

    @Override
    List<String> rows(Side side) {
        List<String> texts = new ArrayList<>(postgres(side) ? POSTGRES_ROWS : FAMILY_ROWS);
        if (years()) {
            texts.add("INSERT INTO years VALUES (0, 1901), (1901, 2155), (2155, NULL), (1970, 0)");
        }
        return texts;
    }

    /** Numbers of two digits would become other years, so preflight refuses a YEAR as the target of whole numbers. */
    private boolean years() {
        return !postgres(Side.SRC);
    }
}
