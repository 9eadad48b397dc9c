package dev.movex.core.schema;

import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.ForeignKey;
import dev.movex.core.plan.TableName;
import dev.movex.core.schema.TableDetails.Index;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Writes secondary indexes and foreign keys that are not the source's own. */
final class CrossIndexes {
    private final Quoting quoting;
    private final Queries target;
    private final DdlBook book;
    private final Counterparts counterparts;
    private final boolean toPostgres;
    private final Set<List<String>> names = new HashSet<>();

    /** Tells the type that a column has on the target. */
    @FunctionalInterface
    interface Counterparts {
        Optional<String> type(Wanted table, TableDetails more, Column column) throws SQLException;
    }

    CrossIndexes(DatabaseView dst, DdlBook book, Counterparts counterparts) {
        this.quoting = new Quoting(dst.dialect());
        this.target = new Queries(dst.connection());
        this.book = book;
        this.counterparts = counterparts;
        this.toPostgres = dst.dialectName().equals("postgresql");
    }

    void write(Map<Wanted, TableDetails> all, Wanted.All wanted) throws SQLException {
        Set<TableName> done = new HashSet<>();
        for (Map.Entry<Wanted, TableDetails> table : all.entrySet()) {
            if (done.add(table.getKey().target())) {
                indexes(table.getKey(), table.getValue());
                foreignKeys(table.getKey(), all, wanted);
            }
        }
    }

    private void indexes(Wanted table, TableDetails more) throws SQLException {
        for (Index index : more.indexes()) {
            boolean prefixed =
                    toPostgres && !index.name().startsWith(table.target().name());
            String name = Quoting.shortened(prefixed ? table.target().name() + "_" + index.name() : index.name());
            boolean standIn = !table.key().isEmpty() && index.columns().equals(table.key());
            if (standIn || present(table, name) || covered(table, index)) {
                continue;
            }
            List<String> parts = parts(table, more, index);
            if (parts.isEmpty()) {
                book.warn(
                        "INDEX_LEFT_OUT",
                        table.source().name().toString(),
                        "Index " + index.name() + " is over an expression, a part of the rows or of a value, a type or"
                                + " column that the target does not have, or more than a key has room for there.",
                        "Create its counterpart by hand when the rows are there.");
            } else {
                String kind = index.unique() ? "UNIQUE INDEX " : "INDEX ";
                book.indexes(
                        "index " + name + " on " + table.target(),
                        "CREATE " + kind + (toPostgres ? "CONCURRENTLY IF NOT EXISTS " : "") + quoting.name(name)
                                + " ON " + quoting.table(table.target()) + " (" + String.join(", ", parts) + ")");
            }
        }
    }

    /** Returns what an index is over; nothing if the target can't have it. */
    private List<String> parts(Wanted table, TableDetails more, Index index) throws SQLException {
        List<String> types = new ArrayList<>();
        for (String name : index.columns()) {
            Column column = table.source().find(name).orElse(null);
            Optional<String> type = column == null ? Optional.empty() : counterparts.type(table, more, column);
            boolean kept = column != null && column.generated() || table.keeps(List.of(name));
            if (!kept || type.isEmpty() || type.get().startsWith("JSON")) {
                return List.of();
            }
            types.add(type.get());
        }
        List<Integer> lengths = index.columns().stream()
                .map(name -> index.lengths().getOrDefault(name, 0))
                .toList();
        if (!toPostgres) {
            lengths = KeyRoom.parts(types, lengths, index.unique());
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < lengths.size(); i++) {
            String column = quoting.name(table.named(index.columns().get(i)));
            parts.add(lengths.get(i) == 0 ? column : beginning(column, types.get(i), lengths.get(i)));
        }
        return parts;
    }

    /** PostgreSQL refuses rows whose indexed text is too long, so of texts of any length the beginning alone is indexed there too. */
    private String beginning(String column, String type, int length) {
        if (!toPostgres) {
            return column + "(" + length + ")";
        }
        return switch (type) {
            case "text" -> "left(" + column + ", " + length + ")";
            case "bytea" -> "substring(" + column + " from 1 for " + length + ")";
            default -> column;
        };
    }

    private boolean present(Wanted table, String index) throws SQLException {
        String sql = toPostgres
                ? "SELECT 1 FROM pg_indexes WHERE schemaname = ? AND tablename = ? AND indexname = ?"
                : "SELECT 1 FROM information_schema.STATISTICS"
                        + " WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND INDEX_NAME = ?";
        return target.any(sql, table.target().schema(), table.target().name(), index);
    }

    /** An index over the same columns serves, whoever has named it. */
    private boolean covered(Wanted table, Index index) throws SQLException {
        if (!table.exists() || index.columns().isEmpty()) {
            return false;
        }
        String sql = toPostgres
                ? "SELECT 1 FROM pg_index i WHERE i.indrelid = to_regclass(?) AND i.indisvalid AND i.indpred IS NULL"
                        + " AND (i.indisunique OR NOT ?::boolean) AND 0 <> ALL (i.indkey::int2[])"
                        + " AND (SELECT string_agg(a.attname, chr(10) ORDER BY k.n)"
                        + " FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, n)"
                        + " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum) = ?"
                : "SELECT 1 FROM information_schema.STATISTICS WHERE CONCAT(TABLE_SCHEMA, '.', TABLE_NAME) = ?"
                        + " GROUP BY INDEX_NAME HAVING (MAX(NON_UNIQUE) = 0 OR ? = 'false') AND COUNT(COLUMN_NAME) = COUNT(*)"
                        + " AND GROUP_CONCAT(COLUMN_NAME ORDER BY SEQ_IN_INDEX SEPARATOR '\n') = ?";
        return target.any(
                sql,
                toPostgres ? quoting.table(table.target()) : table.target().toString(),
                String.valueOf(index.unique()),
                String.join("\n", table.named(index.columns())));
    }

    private void foreignKeys(Wanted table, Map<Wanted, TableDetails> all, Wanted.All wanted) throws SQLException {
        TableDetails more = Objects.requireNonNull(all.get(table));
        for (ForeignKey key : table.source().foreignKeys()) {
            String name = free(table, key.name());
            if (table.hasForeignKey(key.columns())
                    || target.any(
                            "SELECT 1 FROM information_schema.TABLE_CONSTRAINTS"
                                    + " WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND CONSTRAINT_NAME = ?",
                            table.target().schema(),
                            table.target().name(),
                            name)) {
                continue;
            }
            Optional<Wanted> parent = wanted.parent(key);
            if (parent.isEmpty() || !table.keeps(key.columns()) || !meets(table, parent.get(), key, all)) {
                book.foreignKeyLeftOut(table, key.name(), key.parent());
                continue;
            }
            String add = "ALTER TABLE " + quoting.table(table.target()) + " ADD CONSTRAINT " + quoting.name(name)
                    + " FOREIGN KEY ("
                    + quoting.names(table.named(key.columns())) + ") REFERENCES "
                    + quoting.table(parent.get().target()) + " ("
                    + quoting.names(parent.get().named(key.parentColumns())) + ")"
                    + more.foreignKeys().getOrDefault(key.name(), "");
            if (toPostgres) {
                book.foreignKey(
                        "foreign key " + name + " on " + table.target(),
                        add + " NOT VALID",
                        "ALTER TABLE " + quoting.table(table.target()) + " VALIDATE CONSTRAINT " + quoting.name(name));
            } else {
                book.foreignKey("foreign key " + name + " on " + table.target(), add);
            }
        }
    }

    /** PostgreSQL lets whole numbers of any size refer to each other. */
    private boolean meets(Wanted table, Wanted parent, ForeignKey key, Map<Wanted, TableDetails> all)
            throws SQLException {
        TableDetails ofParent = all.get(parent);
        if (toPostgres || ofParent == null) {
            return true;
        }
        for (int i = 0; i < key.columns().size(); i++) {
            Column own = table.source().column(key.columns().get(i));
            Column above = parent.source().column(key.parentColumns().get(i));
            boolean numbers = own.kind() == ColumnKind.INTEGER && above.kind() == ColumnKind.INTEGER;
            if (numbers
                    && !counterparts
                            .type(table, Objects.requireNonNull(all.get(table)), own)
                            .equals(counterparts.type(parent, ofParent, above))) {
                return false;
            }
        }
        return true;
    }

    /** Foreign keys of two tables may have one name on PostgreSQL; on MySQL and MariaDB a database has each name once. */
    private String free(Wanted table, String name) {
        String schema = table.target().schema();
        if (toPostgres || names.add(List.of(schema, name))) {
            return Quoting.shortened(name);
        }
        String longer = Quoting.shortened(table.target().name() + "_" + name);
        names.add(List.of(schema, longer));
        return longer;
    }
}
