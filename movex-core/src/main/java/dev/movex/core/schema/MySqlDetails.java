package dev.movex.core.schema;

import dev.movex.core.plan.TableName;
import dev.movex.core.schema.DefaultValue.Constant;
import dev.movex.core.schema.DefaultValue.Other;
import dev.movex.core.schema.TableDetails.Index;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads from MySQL or MariaDB what another kind of database has to be told. */
final class MySqlDetails implements TableDetails.Reader {
    private static final String COLUMNS = """
            SELECT COLUMN_NAME, COLUMN_DEFAULT, EXTRA, COLUMN_TYPE, DATA_TYPE, GENERATION_EXPRESSION,
                   COLUMN_DEFAULT IS NULL
            FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION""";

    private static final String INDEXES = """
            SELECT INDEX_NAME, NON_UNIQUE, COLUMN_NAME, INDEX_TYPE, COALESCE(SUB_PART, 0) FROM information_schema.STATISTICS
            WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND INDEX_NAME <> 'PRIMARY' ORDER BY INDEX_NAME, SEQ_IN_INDEX""";

    private static final String KEY_LENGTHS = """
            SELECT COLUMN_NAME, SUB_PART FROM information_schema.STATISTICS
            WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND INDEX_NAME = 'PRIMARY' AND SUB_PART IS NOT NULL""";

    private static final String RULES = """
            SELECT CONSTRAINT_NAME, DELETE_RULE, UPDATE_RULE FROM information_schema.REFERENTIAL_CONSTRAINTS
            WHERE CONSTRAINT_SCHEMA = ? AND TABLE_NAME = ?""";

    private static final String CHECKS = """
            SELECT CONSTRAINT_NAME FROM information_schema.TABLE_CONSTRAINTS
            WHERE CONSTRAINT_TYPE = 'CHECK' AND TABLE_SCHEMA = ? AND TABLE_NAME = ?""";

    private static final String PARTITIONED = """
            SELECT 1 FROM information_schema.PARTITIONS
            WHERE PARTITION_NAME IS NOT NULL AND TABLE_SCHEMA = ? AND TABLE_NAME = ? LIMIT 1""";

    private final Queries source;
    private final boolean mariaDb;

    MySqlDetails(Queries source, boolean mariaDb) {
        this.source = source;
        this.mariaDb = mariaDb;
    }

    @Override
    public TableDetails read(TableName table) throws SQLException {
        Map<String, DefaultValue> defaults = new LinkedHashMap<>();
        Map<String, String> labels = new LinkedHashMap<>();
        List<String> leftOut = new ArrayList<>();
        for (List<String> row : source.rows(COLUMNS, table.schema(), table.name())) {
            if (!row.get(5).isEmpty()) {
                leftOut.add("generated column " + row.get(0));
            } else if (row.get(6).equals("0") && !(mariaDb && row.get(1).equals("NULL"))) {
                defaults.put(row.get(0), defaultOf(row));
            }
            if (row.get(2).toLowerCase(Locale.ROOT).contains("on update")) {
                leftOut.add("ON UPDATE of column " + row.get(0));
            }
            if (row.get(4).equalsIgnoreCase("enum")) {
                labels.put(
                        row.get(0),
                        row.get(3).substring("enum(".length(), row.get(3).length() - 1));
            }
        }
        source.column(CHECKS, table.schema(), table.name()).forEach(check -> leftOut.add("check " + check));
        if (source.any(PARTITIONED, table.schema(), table.name())) {
            leftOut.add("partitions");
        }
        Map<String, String> rules = new LinkedHashMap<>();
        for (List<String> row : source.rows(RULES, table.schema(), table.name())) {
            rules.put(row.get(0), rule(" ON DELETE ", row.get(1)) + rule(" ON UPDATE ", row.get(2)));
        }
        return new TableDetails(defaults, labels, indexes(table), rules, keyLengths(table), leftOut);
    }

    private Map<String, Integer> keyLengths(TableName table) throws SQLException {
        Map<String, Integer> lengths = new LinkedHashMap<>();
        for (List<String> row : source.rows(KEY_LENGTHS, table.schema(), table.name())) {
            lengths.put(row.get(0), Integer.parseInt(row.get(1)));
        }
        return lengths;
    }

    private static String rule(String when, String rule) {
        return rule.equals("CASCADE") || rule.equals("SET NULL") ? when + rule : "";
    }

    /** MariaDB writes a default as an expression, MySQL a constant as it is. */
    private DefaultValue defaultOf(List<String> row) {
        String text = row.get(1);
        boolean expression = mariaDb || row.get(2).toUpperCase(Locale.ROOT).contains("DEFAULT_GENERATED");
        DefaultValue value =
                expression || text.toLowerCase(Locale.ROOT).startsWith("current_timestamp") || text.startsWith("b'")
                        ? DefaultValue.of(text.startsWith("b'") ? text.substring(1) : text)
                        : new Constant(text);
        // a date that other databases don't know
        return value instanceof Constant constant && constant.text().startsWith("0000-") ? new Other(text) : value;
    }

    private List<Index> indexes(TableName table) throws SQLException {
        Map<String, Index> indexes = new LinkedHashMap<>();
        Map<String, Boolean> plain = new LinkedHashMap<>();
        for (List<String> row : source.rows(INDEXES, table.schema(), table.name())) {
            String name = row.get(0);
            Index known = indexes.get(name);
            List<String> columns = new ArrayList<>(known == null ? List.of() : known.columns());
            columns.add(row.get(2));
            Map<String, Integer> lengths = new LinkedHashMap<>(known == null ? Map.of() : known.lengths());
            int length = Integer.parseInt(row.get(4));
            if (length > 0) {
                lengths.put(row.get(2), length);
            }
            boolean part = !row.get(2).isEmpty()
                    && row.get(3).equals("BTREE")
                    && (length == 0 || row.get(1).equals("1"));
            plain.merge(name, part, Boolean::logicalAnd);
            indexes.put(name, new Index(name, row.get(1).equals("0"), columns, lengths));
        }
        return indexes.values().stream()
                .map(index -> plain.getOrDefault(index.name(), true)
                        ? index
                        : new Index(index.name(), index.unique(), List.of()))
                .toList();
    }
}
