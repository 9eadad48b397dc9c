package dev.movex.core.dialect;

import static java.util.stream.Collectors.joining;

import dev.movex.core.Side;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.Conversion;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.KeyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * PostgreSQL's digests. Between servers that hash alike, each column's hash is the seed of the next one's, which is half
 * the work of hashing the record's text. The server's hash of a record would not do: it drops the sign of numerics, folds
 * 64-bit numbers and times to 32 bits (−1 and 4294967295 are one), and adds columns up so that values exchanged between
 * two rows cancel.
 */
final class PostgresDigestSql implements DigestSql {
    /** What the server hashes alike on both sides, or the canonical encoding is used. */
    static final String PROBE =
            "SELECT current_setting('server_encoding') || '/' || hashtextextended('' COLLATE \"C\", 1)"
                    + " || '/' || hashtextextended('a text of more than twelve bytes' COLLATE \"C\", -4294967297)"
                    + " || '/' || hashint4extended(-5, 9876543210) || '/' || hashint8extended(-4294967299, 77)"
                    + " || '/' || uuid_hash_extended('00112233-4455-6677-8899-aabbccddeeff', 5)";

    private static final Set<String> SMALL = Set.of("int2", "int4");
    /** Types that the server keeps as a number, which is their whole value and costs a sixth of their text. */
    private static final Set<String> TIMES = Set.of("date", "time", "timestamp", "timestamptz");

    private static final int FLAGS_OF_ONE_NUMBER = 30;

    private final PostgresTableSql sql;
    private final PlannedTable planned;
    private final Side side;
    private final RowHash hash;
    private final RowEncoding encoding;
    private final String rowHash;

    PostgresDigestSql(PostgresTableSql sql, PlannedTable planned, Side side, RowHash hash) {
        this.sql = sql;
        this.planned = planned;
        this.side = side;
        this.hash = hash;
        this.encoding = new RowEncoding(planned, hash);
        this.rowHash = rowHash();
    }

    @Override
    public String digests(List<KeyRange> ranges) {
        String first = hash.own() ? "h" : half(1);
        // the second sum mixes the hash once more, so that rows whose first sums cancel are told apart
        String second = hash.own() ? "hashint4extended(1, h)" : half(17);
        String sums = ", count(*), coalesce(sum(" + first + "), 0)::text, coalesce(sum(" + second
                + "), 0)::text FROM (SELECT " + rowHash + " AS h FROM " + sql.table();
        return IntStream.range(0, ranges.size())
                .mapToObj(i -> "SELECT " + i + sums + sql.where(ranges.get(i)) + " OFFSET 0) AS rows_of_range")
                .collect(joining(" UNION ALL "));
    }

    @Override
    public String rows(KeyRange range) {
        return "SELECT " + sql.texts(sql.key()) + ", " + rowHash + "::text FROM " + sql.table() + sql.where(range)
                + " ORDER BY " + sql.keyOrder();
    }

    @Override
    public String columns(int keys) {
        return "SELECT " + sql.texts(sql.key())
                + hash.hashed(planned).stream().map(this::columnHash).collect(joining())
                + " FROM " + sql.table() + sql.whereKeys(keys);
    }

    private String columnHash(int place) {
        String own = hash.own() ? link(place, "0") + "::text" : hashed("convert_to(" + text(place) + ", 'UTF8')");
        return ", CASE WHEN " + name(place) + " IS NULL THEN 'N' ELSE " + own + " END";
    }

    @Override
    public String javaColumns(KeyRange range) {
        List<Column> all = new ArrayList<>(sql.key());
        hash.comparedInJava(planned).forEach(place -> all.add(column(place)));
        return "SELECT " + sql.texts(all) + " FROM " + sql.table() + sql.where(range);
    }

    /** One half of a row's hash as a number; 60 bits, so that it is positive everywhere. */
    private static String half(int from) {
        return "('x0' || substr(h, " + from + ", 15))::bit(64)::bigint";
    }

    private String rowHash() {
        return hash.own() ? chain() : hashed("convert_to(" + canonical() + ", 'UTF8')");
    }

    private static String hashed(String bytes) {
        return "encode(sha256(" + bytes + "), 'hex')";
    }

    private String chain() {
        String seed = "0";
        List<Integer> nullable = encoding.nullable();
        for (int from = 0; from < nullable.size(); from += FLAGS_OF_ONE_NUMBER) {
            List<Integer> group = nullable.subList(from, Math.min(nullable.size(), from + FLAGS_OF_ONE_NUMBER));
            seed = "hashint4extended(" + flags(group) + ", " + seed + ")";
        }
        for (int place : hash.hashed(planned)) {
            seed = link(place, seed);
        }
        return seed;
    }

    private String flags(List<Integer> places) {
        List<String> flags = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            flags.add("(" + name(places.get(i)) + " IS NULL)::int4" + (i == 0 ? "" : " << " + i));
        }
        return String.join(" | ", flags.stream().map(f -> "(" + f + ")").toList());
    }

    /** The hash of a value that goes on from the hash of those before; NULL is told by its flag. */
    private String link(int place, String seed) {
        Column own = column(place);
        Column other = planned.columnsOn(side.other()).get(place);
        if (typed(place) && own.kind() == ColumnKind.INTEGER && other.kind() == ColumnKind.INTEGER) {
            if (SMALL.contains(own.typeName()) && SMALL.contains(other.typeName())) {
                return "hashint4extended(" + present(place, "::int4", "0") + ", " + seed + ")";
            }
            String value = present(place, "::int8", "0");
            // the server's hash folds the halves of the number into one another; with one of them it is exact
            return "hashint8extended(" + value + ", hashint4extended((" + value + " >> 32)::int4, " + seed + "))";
        }
        if (typed(place) && own.kind() == ColumnKind.UUID && other.kind() == ColumnKind.UUID) {
            return "uuid_hash_extended(" + present(place, "", "'00000000-0000-0000-0000-000000000000'") + ", " + seed
                    + ")";
        }
        String text = typed(place) && sameTime(own, other)
                ? "encode(" + own.typeName() + "_send(" + name(place) + "), 'hex')"
                : text(place);
        String present = encoding.isNullable(place) ? "coalesce(" + text + ", '')" : text;
        return "hashtextextended(" + present + " COLLATE \"C\", " + seed + ")";
    }

    private boolean sameTime(Column own, Column other) {
        return TIMES.contains(own.typeName())
                && own.declaredType().equals(other.declaredType())
                && planned.conversionOn(side, own) == Conversion.NONE
                && planned.conversionOn(side.other(), other) == Conversion.NONE;
    }

    private boolean typed(int place) {
        return planned.forms().get(place) == ColumnKind.SERVER_TEXT;
    }

    private String present(int place, String cast, String absent) {
        return encoding.isNullable(place) ? "coalesce(" + name(place) + cast + ", " + absent + ")" : name(place) + cast;
    }

    private String canonical() {
        List<String> fields = new ArrayList<>();
        if (!encoding.nullable().isEmpty()) {
            fields.add(encoding.nullable().stream()
                    .map(place -> "(" + name(place) + " IS NULL)::int4::text")
                    .collect(joining(" || ")));
        }
        encoding.plain().forEach(place -> fields.add(text(place)));
        encoding.hashed().forEach(place -> fields.add(hashed(bytes(place))));
        encoding.sized().forEach(place -> fields.add("char_length(" + text(place) + ")"));
        encoding.sized().forEach(place -> fields.add(text(place)));
        return RowEncoding.joined("concat_ws", fields);
    }

    private String bytes(int place) {
        // digits that are none would fail to be read as bytes
        boolean converted = planned.conversionOn(side, column(place)) != Conversion.NONE;
        if (planned.forms().get(place) != ColumnKind.BYTES || converted) {
            return "convert_to(" + text(place) + ", 'UTF8')";
        }
        return column(place).kind() == ColumnKind.BYTES ? name(place) : "decode(" + text(place) + ", 'hex')";
    }

    private Column column(int place) {
        return sql.columns().get(place);
    }

    private String name(int place) {
        return sql.table() + "." + PostgresTableSql.quote(column(place).name());
    }

    private String text(int place) {
        return sql.texts(List.of(column(place)));
    }
}
