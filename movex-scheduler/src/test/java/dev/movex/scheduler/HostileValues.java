package dev.movex.scheduler;

import dev.movex.core.plan.Column;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values at the edges of their types, as literals. */
final class HostileValues {
    private static final Pattern SIZES = Pattern.compile("\\((\\d+)(?:,\\s*(\\d+))?\\)");
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "a",
            "A",
            "ä",
            "trailing  ",
            " leading",
            "\uD83D\uDE80\uD834\uDD1E four bytes",
            "it's \"quoted\" `thrice`",
            "back\\slash\\",
            "line\nbreak\r\n\ttab",
            "NULL",
            "\\N",
            "{}",
            "(,)",
            "%s ? :x $1",
            "-- no comment",
            "日本語",
            "e\u0301 composed",
            "ß SS ss");

    private final Random random;
    private final boolean postgres;
    private final boolean tame;

    HostileValues(Random random, boolean postgres, boolean tame) {
        this.random = random;
        this.postgres = postgres;
        this.tame = tame;
    }

    String quoted(String text) {
        return "'" + (postgres ? text : text.replace("\\", "\\\\")).replace("'", "''") + "'";
    }

    String bytes(byte[] bytes) {
        String hex = HexFormat.of().formatHex(bytes);
        return postgres ? "'\\x" + hex + "'" : "X'" + hex + "'";
    }

    private String any(String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    String literal(Column column) {
        int size = size(column, 1);
        return switch (column.kind()) {
            case INTEGER -> quoted(whole(column));
            case DECIMAL -> quoted(decimal(size, Math.max(0, size(column, 2))));
            case FLOAT ->
                quoted(any(
                        "0",
                        "-1.5",
                        "0.1",
                        "123456.789",
                        "1e-30",
                        postgres && !tame ? any("NaN", "Infinity", "-Infinity", "-0") : "2"));
            case BOOLEAN -> any("true", "false");
            case TEXT, CHAR -> quoted(text(column, size));
            case BYTES -> bytes(bytesOf(size, column.typeName().equals("binary")));
            case DATE -> quoted(any("1970-01-01", "2024-02-29", "1900-03-01", "9999-12-31", "1582-10-15", day()));
            case TIMESTAMP ->
                quoted(any(
                        "1970-01-01 00:00:00",
                        "1999-12-31 23:59:59",
                        moment(size),
                        day() + " 02:30:00",
                        "2038-01-19 03:14:08"));
            case INSTANT -> quoted(any("1999-12-31 23:59:59", moment(size)));
            case UUID -> quoted(new java.util.UUID(random.nextLong(), random.nextLong()).toString());
            case JSON ->
                quoted(any(
                        "{}",
                        "[]",
                        "null",
                        "{\"b\": 1, \"a\": [1, 2.50, \"x\\u00e9\"]}",
                        "\"text\"",
                        "{\"n\": 12345678901234567890}"));
            case ENUM -> label(column);
            case ARRAY -> array(column);
            case BIT -> bits(column, Math.max(1, size));
            case TIME -> time(column);
            default -> special(column);
        };
    }

    private String day() {
        return String.format(
                Locale.ROOT,
                "%04d-%02d-%02d",
                1971 + random.nextInt(66),
                1 + random.nextInt(12),
                1 + random.nextInt(28));
    }

    /** As exact as the column is: what a server rounds in a key can't be found again. */
    private String moment(int digits) {
        int kept = digits < 0 ? postgres ? 6 : 0 : digits;
        return day() + " 12:34:56" + (kept == 0 ? "" : "." + "123456".substring(0, kept));
    }

    private String whole(Column column) {
        String declared = column.declaredType();
        boolean unsigned = declared.contains("unsigned");
        if (declared.startsWith("tinyint(1)")) {
            return any("0", "1");
        }
        int bits = switch (column.typeName()) {
            case "year" -> 0;
            case "tinyint" -> 8;
            case "int2", "smallint" -> 16;
            case "mediumint" -> 24;
            case "int4", "int" -> 32;
            default -> 64;
        };
        if (bits == 0) {
            return any("1901", "2155", "2000", tame ? "1999" : "0");
        }
        BigInteger most = BigInteger.ONE.shiftLeft(unsigned ? bits : bits - 1).subtract(BigInteger.ONE);
        BigInteger least = unsigned ? BigInteger.ZERO : most.negate().subtract(BigInteger.ONE);
        return switch (random.nextInt(8)) {
            case 0 -> most.toString();
            case 1 -> least.toString();
            case 2 -> "0";
            default -> new BigInteger(Math.min(bits - 1, 20), random).toString();
        };
    }

    private String decimal(int size, int scale) {
        int digits = size < 0 ? 12 : size - scale;
        String whole = digits <= 0 ? "0" : new BigInteger(Math.max(1, (int) (digits * 3.3) - 1), random).toString();
        String number = whole.substring(0, Math.min(whole.length(), Math.max(1, digits))) + ".5";
        return switch (random.nextInt(6)) {
            case 0 -> "0";
            case 1 -> "-" + number;
            case 2 -> postgres && !tame && size < 0 ? any("NaN", "1e60", "0.10000") : "-0.0";
            default -> number;
        };
    }

    private String text(Column column, int size) {
        String text = TEXTS.get(random.nextInt(TEXTS.size()));
        if (random.nextInt(3) > 0) {
            text = Integer.toString(random.nextInt(1_000_000), 36) + text;
        }
        if (column.typeName().equals("text") && random.nextInt(20) == 0 && size < 0) {
            text = "long ".repeat(tame ? 30 : 4_000) + text;
        }
        String declared = column.declaredType();
        if (declared.contains("character set latin1")) {
            text = text.codePoints()
                    .filter(c -> c < 0x100)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        } else if (declared.contains("character set utf8mb3")) {
            text = text.codePoints()
                    .filter(c -> c < 0x10000)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }
        int most = size < 0 ? 20_100 : size;
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most));
    }

    private byte[] bytesOf(int size, boolean fixed) {
        byte[] bytes = new byte[fixed ? size : random.nextInt(size < 0 ? 200 : size + 1)];
        random.nextBytes(bytes);
        if (bytes.length > 2) {
            bytes[0] = 0;
            bytes[bytes.length - 1] = (byte) (fixed ? 0 : 32);
        }
        return bytes;
    }

    private String label(Column column) {
        if (!postgres) {
            Matcher labels = Pattern.compile("'((?:[^']|'')*)'").matcher(column.declaredType());
            List<String> all = labels.results().map(r -> r.group(1)).toList();
            return "'" + all.get(random.nextInt(all.size())) + "'";
        }
        return column.typeName().equals("hazard")
                ? quoted(any("low", "High", "HIGH"))
                : quoted(any("none", "open registry", "it's disputed", "Åland", "ÅLAND"));
    }

    private String array(Column column) {
        return quoted(
                switch (column.typeName()) {
                    case "_int4" -> any("{}", "{1,NULL,3}", "{{1,2},{3,4}}", "[2:3]={7,8}");
                    case "_text" -> any("{}", "{\"\",NULL,\"NULL\",\"a,b\",\"\\\"\"}", "{ä,\uD83D\uDE80}");
                    case "_numeric" -> any("{}", "{1.50,-0.01}");
                    case "_flag_state" -> any("{}", "{none,Åland,\"it's disputed\"}");
                    case "_dimensions" -> any("{}", "{\"(1.00,2.00,x)\",\"(,,)\"}");
                    default -> "{}";
                });
    }

    private String bits(Column column, int size) {
        boolean varying = column.typeName().equals("varbit");
        StringBuilder bits = new StringBuilder();
        for (int i = 0; i < (varying ? random.nextInt(size + 1) : size); i++) {
            bits.append(random.nextInt(2));
        }
        return (postgres ? "B'" : "b'") + bits + "'";
    }

    private String time(Column column) {
        if (!postgres) {
            return quoted(any("838:59:59", "-838:59:59", "00:00:00", "-00:00:01", "12:34:56.7"));
        }
        return quoted(
                switch (column.typeName()) {
                    case "timetz" -> any("12:00:00+05:30", "23:59:59.999-08", "00:00:00Z");
                    case "interval" ->
                        tame
                                ? any("3 hours", "-00:00:01.5")
                                : any("1 mon -3 days 04:05:06.789", "-1 year", "0", "30 days", "1 mon");
                    default -> any("00:00:00", "23:59:59.999999", "12:30:00");
                });
    }

    private String special(Column column) {
        return switch (column.typeName()) {
            case "email" -> quoted(any("a@b", "ü@ö.example", "x'y@z") + random.nextInt(1_000));
            case "weight" -> quoted(any("0", "12.345", "999999999.999"));
            case "short_code" -> quoted(any("", "a", "A", "z ") + Integer.toString(random.nextInt(100_000), 36));
            case "dimensions" -> quoted(any("(1.50,2.25,\"a \"\"note\"\"\")", "(,,)", "(0,0,\"\")"));
            case "hstore" -> quoted(any("", "\"a\"=>NULL", "\"k \\\"q\\\"\"=>\"v\", \"ä\"=>\"\""));
            case "tstzrange" -> quoted("[" + day() + "," + "2039-01-01)");
            case "int4range" -> quoted(any("empty", "[1,10)", "(,5]", "[3,3]"));
            case "int8multirange" -> quoted(any("{}", "{[1,3),[7,9)}"));
            case "span" -> quoted(any("empty", "[0.1,0.2]", "(,)"));
            case "tsquery" -> quoted(any("fat & rat", "'it''s':*"));
            case "tsvector" -> quoted("nothing");
            case "inet" -> quoted(any("10.0.0.1", "10.0.0.1/8", "::1", "2001:db8::/32"));
            case "citext" -> quoted(any("Ä", "aB", "ab", "x y ") + random.nextInt(10));
            case "cidr" -> quoted(any("10.0.0.0/8", "2001:db8::/32"));
            case "macaddr" -> quoted("08:00:2b:01:02:03");
            case "xml" -> quoted(any("<a b=\"c\">ä</a>", "<x/>"));
            case "money" -> quoted(any("1234.56", "-0.01", "0"));
            case "point" -> postgres ? quoted(any("(1.5,-2)", "(0,0)")) : "ST_GeomFromText('POINT(1.5 -2)')";
            case "geometry" -> "ST_GeomFromText('" + any("POINT(0 0)", "LINESTRING(0 0,1 1)") + "')";
            case "linestring" -> "ST_GeomFromText('LINESTRING(0 0,1 1,2 3)')";
            case "char" -> quoted(any("a", "Z", ""));
            case "set" -> quoted(any("", "steam", "steam,diesel", "mag-lev,steam"));
            case "inet6" -> quoted(any("::1", "2001:db8::ff", "10.0.0.1"));
            default -> throw new IllegalArgumentException("no values of type " + column.typeName());
        };
    }

    private static int size(Column column, int group) {
        Matcher sizes = SIZES.matcher(column.declaredType());
        return sizes.find() && sizes.group(group) != null ? Integer.parseInt(sizes.group(group)) : -1;
    }
}
