package dev.movex.core.schema;

import dev.movex.core.plan.TableName;
import dev.movex.core.schema.TableDetails.Index;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads from PostgreSQL what another kind of database has to be told. */
final class PostgresDetails implements TableDetails.Reader {
    private static final String COLUMNS = """
            SELECT a.attname, CASE WHEN a.attgenerated = '' THEN coalesce(pg_get_expr(d.adbin, d.adrelid),
                     CASE WHEN t.typtype = 'd' THEN t.typdefault END) END,
                   (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum e
                    WHERE e.enumtypid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END)
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum""";

    private static final String INDEXES = """
            SELECT c.relname, i.indisunique::text, (i.indpred IS NULL AND 0 <> ALL (i.indkey::int2[])
                   AND am.amname = 'btree')::text,
                   a.attname
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am am ON am.oid = c.relam
            LEFT JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, n) ON k.n <= i.indnkeyatts
            LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
            WHERE i.indrelid = ?::regclass AND NOT i.indisprimary AND i.indisvalid ORDER BY c.relname, k.n""";

    private static final String RULES = """
            SELECT conname, CASE confdeltype WHEN 'c' THEN ' ON DELETE CASCADE' WHEN 'n' THEN ' ON DELETE SET NULL' ELSE ''
                   END || CASE confupdtype WHEN 'c' THEN ' ON UPDATE CASCADE' WHEN 'n' THEN ' ON UPDATE SET NULL' ELSE ''
                   END FROM pg_constraint WHERE contype = 'f' AND conrelid = ?::regclass""";

    private static final String LEFT_OUT = """
            SELECT CASE contype WHEN 'c' THEN 'check ' ELSE 'exclusion constraint ' END || conname FROM pg_constraint
            WHERE contype IN ('c', 'x') AND conrelid = ?::regclass
            UNION ALL SELECT 'generated column ' || attname FROM pg_attribute
            WHERE attgenerated <> '' AND NOT attisdropped AND attrelid = ?::regclass
            UNION ALL SELECT 'partitions' FROM pg_class WHERE relkind = 'p' AND oid = ?::regclass""";

    private final Queries source;

    PostgresDetails(Queries source) {
        this.source = source;
    }

    @Override
    public TableDetails read(TableName table) throws SQLException {
        String name = PostgresDdl.quoted(table);
        Map<String, DefaultValue> defaults = new LinkedHashMap<>();
        Map<String, String> labels = new LinkedHashMap<>();
        for (List<String> row : source.rows(COLUMNS, name)) {
            put(labels, row.get(0), row.get(2));
            if (!row.get(1).isEmpty()) {
                defaults.put(row.get(0), DefaultValue.of(row.get(1)));
            }
        }
        Map<String, String> rules = new LinkedHashMap<>();
        source.rows(RULES, name).forEach(row -> rules.put(row.get(0), row.get(1)));
        return new TableDetails(
                defaults, labels, indexes(name), rules, Map.of(), source.column(LEFT_OUT, name, name, name));
    }

    private static void put(Map<String, String> map, String key, String value) {
        if (!value.isEmpty()) {
            map.put(key, value);
        }
    }

    private List<Index> indexes(String table) throws SQLException {
        Map<String, Index> indexes = new LinkedHashMap<>();
        for (List<String> row : source.rows(INDEXES, table)) {
            boolean plain = row.get(2).equals("true");
            List<String> columns = new ArrayList<>();
            if (plain) {
                Index known = indexes.get(row.get(0));
                columns.addAll(known == null ? List.of() : known.columns());
                columns.add(row.get(3));
            }
            indexes.put(row.get(0), new Index(row.get(0), row.get(1).equals("true"), columns));
        }
        return List.copyOf(indexes.values());
    }
}
