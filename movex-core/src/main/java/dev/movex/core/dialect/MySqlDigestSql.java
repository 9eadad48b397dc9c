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
 * The digests of MySQL and MariaDB: a wide hash of each row, computed once, both sums cut from it. Between servers of one kind columns of
 * one type are written as the server writes them, and the sums are cut by CRC32, which costs a fifth of reading digits and
 * is as good, since what it is applied to is no linear function of the row any more.
 */
final class MySqlDigestSql implements DigestSql {
    /** Types whose values the server writes exactly, without a function. */
    private static final Set<String> AS_WRITTEN = Set.of(
            "tinyint",
            "smallint",
            "mediumint",
            "int",
            "bigint",
            "decimal",
            "date",
            "datetime",
            "timestamp",
            "time",
            "binary",
            "varbinary",
            "uuid");

    private static final Set<String> TEXTS = Set.of("char", "varchar", "tinytext", "text", "mediumtext", "longtext");

    /** A limit keeps the hash from being computed once for each sum. */
    private static final String ONCE = " LIMIT 9223372036854775807) AS rows_of_range";

    private final MySqlTableSql sql;
    private final PlannedTable planned;
    private final Side side;
    private final RowHash hash;
    private final RowEncoding encoding;
    private final String rowHash;

    MySqlDigestSql(MySqlTableSql sql, PlannedTable planned, Side side, RowHash hash) {
        this.sql = sql;
        this.planned = planned;
        this.side = side;
        this.hash = hash;
        this.encoding = new RowEncoding(planned, hash);
        this.rowHash = rowHash();
    }

    @Override
    public String digests(List<KeyRange> ranges) {
        String first = hash.own() ? "CRC32(h)" : half(1);
        String second = hash.own() ? "CRC32(LEFT(h, 16))" : half(17);
        String sums = ", COUNT(*), CAST(COALESCE(SUM(" + first + "), 0) AS CHAR), CAST(COALESCE(SUM(" + second
                + "), 0) AS CHAR) FROM (SELECT " + rowHash + " AS h FROM " + sql.table();
        return IntStream.range(0, ranges.size())
                .mapToObj(i -> "SELECT " + i + sums + sql.where(ranges.get(i)) + ONCE)
                .collect(joining(" UNION ALL "));
    }

    private static String half(int from) {
        return "CAST(CONV(SUBSTRING(h, " + from + ", 15), 16, 10) AS UNSIGNED)";
    }

    @Override
    public String rows(KeyRange range) {
        return "SELECT " + sql.texts(sql.key()) + ", " + rowHash + " FROM " + sql.table() + sql.where(range)
                + " ORDER BY " + sql.keyOrder();
    }

    @Override
    public String columns(int keys) {
        return "SELECT " + sql.texts(sql.key())
                + hash.hashed(planned).stream()
                        .map(place -> ", COALESCE(" + hashed(text(place)) + ", 'N')")
                        .collect(joining())
                + " FROM " + sql.table() + sql.whereKeys(keys);
    }

    @Override
    public String javaColumns(KeyRange range) {
        List<Column> all = new ArrayList<>(sql.key());
        hash.comparedInJava(planned).forEach(place -> all.add(column(place)));
        return "SELECT " + sql.texts(all) + " FROM " + sql.table() + sql.where(range);
    }

    private String rowHash() {
        List<String> fields = new ArrayList<>();
        if (!encoding.nullable().isEmpty()) {
            String flags = encoding.nullable().stream()
                    .map(place -> "ISNULL("
                            + (planned.zeroDatesOn(side, column(place)) == null ? name(place) : text(place)) + ")")
                    .collect(joining(", "));
            fields.add(encoding.nullable().size() == 1 ? flags : "CONCAT(" + flags + ")");
        }
        encoding.plain().forEach(place -> fields.add(text(place)));
        encoding.hashed().forEach(place -> fields.add(hashed(bytes(place))));
        String length = hash.own() ? "LENGTH(" : "CHAR_LENGTH(";
        encoding.sized().forEach(place -> fields.add(length + text(place) + ")"));
        encoding.sized().forEach(place -> fields.add(text(place)));
        return hashed(RowEncoding.joined("CONCAT_WS", fields));
    }

    private String hashed(String value) {
        return hash.own() ? sql.words().ownHash(value) : "SHA2(" + value + ", 256)";
    }

    /** What is hashed by itself needs no text where it is made of bytes. */
    private String bytes(int place) {
        String type = column(place).typeName();
        if (planned.conversionOn(side, column(place)) != Conversion.NONE) {
            return text(place);
        }
        if (MySqlForms.binary(type) || MySqlForms.spatial(type)) {
            return name(place);
        }
        return planned.forms().get(place) == ColumnKind.BYTES ? "UNHEX(" + text(place) + ")" : text(place);
    }

    private String text(int place) {
        Column own = column(place);
        Column other = planned.columnsOn(side.other()).get(place);
        boolean written = hash.own()
                && planned.forms().get(place) == ColumnKind.SERVER_TEXT
                && (AS_WRITTEN.contains(own.typeName()) || utf8(own))
                && own.declaredType().equals(other.declaredType())
                && own.collation().equals(other.collation());
        return written ? name(place) : sql.texts(List.of(own));
    }

    /** Returns whether the column keeps the bytes that are hashed. */
    private static boolean utf8(Column column) {
        return TEXTS.contains(column.typeName()) && column.collation().contains("/utf8mb4_");
    }

    private Column column(int place) {
        return sql.columns().get(place);
    }

    private String name(int place) {
        return sql.name(column(place));
    }
}
