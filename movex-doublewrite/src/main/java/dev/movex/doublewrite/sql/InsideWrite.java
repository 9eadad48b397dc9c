package dev.movex.doublewrite.sql;

import dev.movex.doublewrite.sql.KeySource.Returned;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A write of a planned table inside WITH. It returns its keys under another name than its own; its own name becomes a
 * query for the columns that the application has asked for. A last query of the list gathers all keys in a setting of
 * the transaction, from which they are read afterwards. Only text is added, no parameter.
 *
 * @param number counts the writes of a text from 1 on
 * @param query where it stands
 * @param dml how its keys are captured
 * @param columns what it returns to the rest of the statement, quoted; empty if nothing
 */
record InsideWrite(int number, WithQuery query, Dml dml, List<String> columns) {
    private static final String SETTING = "movex.touched";

    /** Parentheses, commas and texts go in at places of the text. */
    private record Splice(int from, int to, String text) {}

    /** Returns the text whose writes leave their keys behind. */
    static String rewrite(String sql, TokenReader reader, int main, List<InsideWrite> writes) {
        List<Splice> splices = new ArrayList<>();
        writes.forEach(write -> write.splice(reader, splices));
        int end = reader.token(main - 1).end();
        splices.add(new Splice(end, end, gather(writes)));
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (Splice splice : splices) {
            text.append(sql, at, splice.from()).append(splice.text());
            at = splice.to();
        }
        return text.append(sql, at, sql.length()).toString();
    }

    private void splice(TokenReader reader, List<Splice> splices) {
        Token name = reader.token(query.name());
        Capture capture = capture();
        int close = reader.token(query.close()).end();
        splices.add(new Splice(name.start(), name.end(), alias()));
        splices.add(new Splice(capture.end(), capture.end(), capture.added("")));
        if (!columns.isEmpty()) {
            String view = ", " + reader.text(query.name(), query.name() + 1) + " AS (SELECT "
                    + String.join(", ", columns) + " FROM " + alias() + ")";
            splices.add(new Splice(close, close, view));
        }
    }

    private String alias() {
        return "movex_write_" + number;
    }

    private Capture capture() {
        return ((Returned) dml.source()).capture();
    }

    private int parts() {
        return dml.table().key().size();
    }

    /** An insert inside WITH runs even if nobody reads what it returns; this one adds no row, ever. */
    private static String gather(List<InsideWrite> writes) {
        String keys = writes.stream()
                .map(write -> "SELECT pg_catalog.json_build_array(" + write.number + ", " + write.keyColumns()
                        + ") AS k FROM " + write.alias())
                .collect(Collectors.joining(" UNION ALL "));
        return ", movex_touched AS (INSERT INTO movex.journal (migration, member, epoch, keys) SELECT '', '', 0, ''"
                + " WHERE pg_catalog.set_config('" + SETTING + "', (SELECT COALESCE(pg_catalog.json_agg(k), '[]')"
                + "::pg_catalog.text FROM (" + keys + ") AS touched), true) IS NULL)";
    }

    private String keyColumns() {
        return IntStream.rangeClosed(1, parts())
                .mapToObj(i -> Capture.PREFIX + i)
                .collect(Collectors.joining(", "));
    }

    /** Returns the query for the keys: the number of the write, then the parts of a key. */
    static OldKeys keys(List<InsideWrite> writes) {
        int most = Collections.max(writes.stream().map(InsideWrite::parts).toList());
        String parts = IntStream.rangeClosed(0, most)
                .mapToObj(i -> "k OPERATOR(pg_catalog.->>) " + i)
                .collect(Collectors.joining(", "));
        String sql = "SELECT " + parts + " FROM pg_catalog.json_array_elements(pg_catalog.current_setting('" + SETTING
                + "')::pg_catalog.json) AS touched (k)";
        return new OldKeys(sql, List.of());
    }
}
