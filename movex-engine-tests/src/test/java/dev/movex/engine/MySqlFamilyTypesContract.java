package dev.movex.engine;

import dev.movex.core.Side;
import java.util.ArrayList;
import java.util.List;

/** Every type that MySQL and MariaDB have in common, between two servers of one kind. */
abstract class MySqlFamilyTypesContract extends TypesContract {
    private static final String MODE = "SET SESSION sql_mode = 'ALLOW_INVALID_DATES', SESSION time_zone = '+00:00'";

    @Override
    List<String> schema(Side side) {
        return List.of(
                MODE,
                """
                CREATE TABLE kinds (id INT PRIMARY KEY, t1 TINYINT, bo TINYINT(1), u1 TINYINT UNSIGNED, i2 SMALLINT,
                  i3 MEDIUMINT UNSIGNED, i4 INT, zf INT(9) UNSIGNED ZEROFILL, i8 BIGINT, u8 BIGINT UNSIGNED, de DECIMAL(65,30),
                  d2 DECIMAL(10,2) UNSIGNED, f4 FLOAT, f8 DOUBLE, b1 BIT(1), bn BIT(11), b6 BIT(64), ch CHAR(5),
                  cl CHAR(5) CHARACTER SET latin1, vc VARCHAR(20), vl VARCHAR(20) CHARACTER SET latin1,
                  vu VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, tt TINYTEXT, te TEXT, mt MEDIUMTEXT, lt LONGTEXT,
                  bi BINARY(4), vb VARBINARY(10), tb TINYBLOB, bl BLOB, lb LONGBLOB, da DATE, dt DATETIME(6), d0 DATETIME,
                  ts TIMESTAMP(6) NULL, t0 TIMESTAMP NULL, ti TIME(6), tm TIME, ye YEAR, js JSON,
                  en ENUM('a', 'b,c', 'it''s'), se SET('x', 'y', 'z'), ge GEOMETRY, ga INT AS (i4 + 1) STORED, gv INT AS (i4 + 2))
                  CHARACTER SET utf8mb4""",
                "CREATE TABLE points (id INT PRIMARY KEY, wide DOUBLE, narrow FLOAT)",
                """
                CREATE TABLE `Or``der` (`select` VARCHAR(30), `a "b" c` CHAR(3), n BIGINT UNSIGNED, note VARCHAR(9) DEFAULT 'x',
                  PRIMARY KEY (`select`, `a "b" c`, n)) CHARACTER SET utf8mb4""",
                "CREATE TABLE times (t TIMESTAMP(6) NOT NULL, d DATE, e DECIMAL(20,5), m TIME(3), note TEXT,"
                        + " PRIMARY KEY (t, d, e, m))",
                "CREATE TABLE bytes_key (b BINARY(3), v VARBINARY(5), note TEXT, PRIMARY KEY (b, v))",
                "CREATE TABLE moods (m ENUM('glad', 'b', 'a', 'Sad'), y YEAR, note TEXT, PRIMARY KEY (m, y))",
                "CREATE TABLE counted (id BIGINT AUTO_INCREMENT PRIMARY KEY, code VARCHAR(10) UNIQUE)",
                "CREATE TABLE only_key (a INT, b INT, PRIMARY KEY (b, a))");
    }

    @Override
    List<String> rows(Side side) {
        return List.of(
                MODE,
                "SET SESSION sql_mode = 'ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO'",
                "INSERT INTO kinds (id) VALUES (1)",
                """
                INSERT INTO kinds (id, t1, bo, u1, i2, i3, i4, zf, i8, u8, de, d2, f4, f8, b1, bn, b6, ch, cl, vc, vl, vu, tt,
                  te, mt, lt, bi, vb, tb, bl, lb, da, dt, d0, ts, t0, ti, tm, ye, js, en, se, ge)
                VALUES (2, -128, 0, 0, -32768, 0, -2147483648, 0, -9223372036854775808, 0,
                  -99999999999999999999999999999999999.999999999999999999999999999999, 0, -1.17549435e-38, -2.2250738585072014e-308,
                  b'0', b'0', b'0', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '0000-00-00', '0000-00-00',
                  '2024-00-31', '1970-01-01 00:00:01.000001', '0000-00-00', '-838:59:59.000000', '-00:00:01', 0, 'null', 'it''s', '',
                  ST_GeomFromText('POINT(0 0)'))""",
                """
                INSERT INTO kinds (id, t1, bo, u1, i2, i3, i4, zf, i8, u8, de, d2, f4, f8, b1, bn, b6, ch, cl, vc, vl, vu, tt,
                  te, mt, lt, bi, vb, tb, bl, lb, da, dt, d0, ts, t0, ti, tm, ye, js, en, se, ge)
                VALUES (3, 127, 77, 255, 32767, 16777215, 2147483640, 123456789, 9223372036854775807, 18446744073709551615,
                  0.100000000000000000000000000001, 99999999.90, 3.4028235e38, 1.7976931348623157e308, b'1', b'10000000001',
                  b'1111111111111111111111111111111111111111111111111111111111111111', 'a b', _latin1 0xE9E4, 'end ', _latin1 0xFF20,
                  'É😀', 'tab\\t nl\\n cr\\r bs\\\\ \\\\N quote'' " ` \\0 \\Z', '😀𝔘 é ', REPEAT('long ', 20000), 'x ', '\\0\\0z', '\\0 ',
                  0x5C27, 0x00FF5C0A27, REPEAT(0x00FF, 60000), '9999-12-31', '9999-12-31 23:59:59.999999', '1000-01-01',
                  '2038-01-19 03:14:07.999999', '2026-03-29 02:30:00', '838:59:59', '12:00:00', 2155,
                  '{"b": 1.10, "a": [null, "\\\\u00e9", {"z": true}], "": "😀"}', 'b,c', 'x,z',
                  ST_GeomFromText('POLYGON((0 0,10 0,10 10,0 10,0 0))', 4326))""",
                "INSERT INTO points VALUES (1, 0.1, 0.1), (2, -0e0, -0e0), (3, 1e23, 16777217), (4, 4.35, 4.35)",
                """
                INSERT INTO `Or``der` VALUES ('', '', 0, NULL), ('a', 'x', 18446744073709551615, ''), ('B', 'Y', 1, ' '),
                  ('ä', 'x', 2, 'y'), ('\\\\''"', '''', 3, 'z'), ('😀', 'é', 9223372036854775808, 'w')""",
                """
                INSERT INTO times VALUES ('2026-01-01 00:00:00.000001', '2026-01-01', 1.50000, '00:00:00.001', 'a'),
                  ('2026-01-01 00:00:00.000001', '2026-01-01', -1.5, '-100:00:00', 'b'),
                  ('2025-10-26 01:30:00', '1000-01-01', 0, '838:59:59', 'c')""",
                "INSERT INTO bytes_key VALUES ('', '', 'a'), ('\\0', '\\0', 'b'), (0x5C2700, 0xFF, 'c'), ('abc', ' ', 'd')",
                "INSERT INTO moods VALUES ('Sad', 0, 'a'), ('a', 1901, 'b'), ('glad', 2155, 'c'), ('b', 2000, 'd')",
                "INSERT INTO counted VALUES (0, 'zero'), (-5, 'below'), (9007199254740993, 'big')",
                "INSERT INTO only_key SELECT id + 10 * n, id FROM points, (SELECT 1 AS n UNION ALL SELECT 2) x");
    }

    /** The double writer refuses keys that the database pads or computes, since it could not name them. */
    @Override
    List<String> written(Side side) {
        List<String> texts = new ArrayList<>(rows(side));
        texts.removeIf(text -> text.contains("INTO bytes_key") || text.contains("INTO only_key"));
        texts.add("INSERT INTO bytes_key VALUES ('abc', '', 'a'), (0x5C2700, 0xFF00, 'c'), ('\\0\\0\\0', ' ', 'd')");
        texts.add("INSERT INTO only_key VALUES (1, 2), (2, 1)");
        return texts;
    }
}
