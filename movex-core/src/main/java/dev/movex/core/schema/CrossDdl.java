package dev.movex.core.schema;

import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.ForeignKey;
import dev.movex.core.plan.TableName;
import dev.movex.core.schema.TableDetails.Index;
import dev.movex.core.schema.TypeTranslation.Subject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the definitions of one kind of database for another. What has no counterpart is named. */
final class CrossDdl {
    private static final int LONGEST_NAME = 63;

    private final DatabaseView dst;
    private final Queries target;
    private final DdlBook book;
    private final TableDetails.Reader details;
    private final TypeTranslation types;
    private final boolean toPostgres;

    CrossDdl(DatabaseView src, DatabaseView dst, DdlBook book) {
        this.dst = dst;
        this.target = new Queries(dst.connection());
        this.book = book;
        Queries source = new Queries(src.connection());
        this.details = src.dialectName().equals("postgresql")
                ? new PostgresDetails(source)
                : new MySqlDetails(source, src.dialectName().equals("mariadb"));
        this.toPostgres = dst.dialectName().equals("postgresql");
        this.types =
                toPostgres ? new ToPostgres() : new ToMySql(dst.dialectName().equals("mariadb"));
    }

    private String quoted(TableName name) {
        return quote(name.schema()) + "." + quote(name.name());
    }

    private String quote(String name) {
        return dst.dialect().quote(name);
    }

    private String names(List<String> columns) {
        return columns.stream().map(this::quote).collect(Collectors.joining(", "));
    }

    void write(Wanted.All wanted) throws SQLException {
        for (String schema : wanted.tables().stream()
                .map(t -> t.target().schema())
                .distinct()
                .toList()) {
            schema(schema);
        }
        Map<Wanted, TableDetails> all = new LinkedHashMap<>();
        for (Wanted table : wanted.tables()) {
            TableDetails one = details.read(table.source().name());
            all.put(table, one);
            if (!table.exists()) {
                create(table, one);
            }
        }
        for (Map.Entry<Wanted, TableDetails> table : all.entrySet()) {
            indexes(table.getKey(), table.getValue());
        }
        for (Map.Entry<Wanted, TableDetails> table : all.entrySet()) {
            foreignKeys(table.getKey(), table.getValue(), wanted);
        }
    }

    private void schema(String name) throws SQLException {
        if (!target.any("SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?", name)) {
            book.tables(
                    "schema " + name,
                    "CREATE " + (toPostgres ? "SCHEMA" : "DATABASE") + " IF NOT EXISTS " + quote(name));
        }
    }

    private void create(Wanted table, TableDetails more) {
        List<String> parts = new ArrayList<>();
        List<String> key =
                table.source().key().isEmpty() ? table.key() : table.source().key();
        for (Column column : table.source().writableColumns()) {
            Subject subject = subject(table, more, column);
            Optional<String> type = type(table, subject);
            if (type.isEmpty()) {
                book.warn(
                        "COLUMN_LEFT_OUT",
                        table.source().name() + "." + column.name(),
                        "Type " + column.declaredType() + " has no counterpart on the target.",
                        "Leave the column out by a mapping of the table (leave-out), or exclude the table.");
            } else {
                parts.add(column(table, subject, type.get(), more.defaults().get(column.name())));
            }
        }
        if (!key.isEmpty()) {
            parts.add((table.source().key().isEmpty() ? "UNIQUE (" : "PRIMARY KEY (") + names(key) + ")");
        }
        counterKey(table, key, parts);
        book.tables(
                "table " + table.target(),
                "CREATE TABLE IF NOT EXISTS " + quoted(table.target()) + " (\n  " + String.join(",\n  ", parts) + "\n)"
                        + (toPostgres ? "" : " ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4"));
        if (toPostgres) {
            table.source().columns().stream()
                    .filter(Column::counted)
                    .forEach(c -> owner(table, subject(table, more, c)));
        }
        leftOut(table, more);
    }

    /** A sequence that belongs to its column is raised with it before the target becomes the primary. */
    private void owner(Wanted table, Subject subject) {
        if (types.type(subject).filter(type -> type.startsWith("numeric")).isPresent()) {
            String column = subject.column().name();
            book.tables(
                    "owner of sequence " + sequence(table, column),
                    "ALTER SEQUENCE " + sequence(table, column) + " OWNED BY " + quoted(table.target()) + "."
                            + quote(column));
        }
    }

    private String sequence(Wanted table, String column) {
        return quote(table.target().schema()) + "."
                + quote(shortened(table.target().name() + "_" + column + "_seq"));
    }

    /** A counter of MySQL needs an index that it leads. */
    private void counterKey(Wanted table, List<String> key, List<String> parts) {
        if (!toPostgres) {
            table.source().columns().stream()
                    .filter(c -> c.counted() && (key.isEmpty() || !key.get(0).equals(c.name())))
                    .findFirst()
                    .ifPresent(c -> parts.add("KEY (" + quote(c.name()) + ")"));
        }
    }

    private static Subject subject(Wanted table, TableDetails more, Column column) {
        boolean indexed = table.source().key().contains(column.name())
                || table.key().contains(column.name())
                || more.indexes().stream().anyMatch(i -> i.columns().contains(column.name()))
                || table.source().foreignKeys().stream()
                        .anyMatch(f -> f.columns().contains(column.name()));
        return new Subject(
                column,
                more.baseTypes().getOrDefault(column.name(), column.declaredType()),
                more.labels().getOrDefault(column.name(), ""),
                indexed);
    }

    /** PostgreSQL has labels in a type of their own. */
    private Optional<String> type(Wanted table, Subject subject) {
        if (!toPostgres || subject.kind() != ColumnKind.ENUM) {
            return types.type(subject);
        }
        String name = quote(table.target().schema()) + "."
                + quote(shortened(table.target().name() + "_" + subject.column().name()));
        book.tables(
                "type " + name,
                "DO $$ BEGIN CREATE TYPE " + name + " AS ENUM (" + subject.labels()
                        + "); EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        return Optional.of(name);
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }

    private String column(Wanted table, Subject subject, String type, @Nullable DefaultValue given) {
        Column column = subject.column();
        StringBuilder ddl = new StringBuilder(quote(column.name())).append(' ').append(counted(table, column, type));
        Optional<String> value =
                given == null || column.counted() ? Optional.empty() : types.defaultValue(subject, given);
        if (given != null && value.isEmpty() && !column.counted()) {
            book.warn(
                    "DEFAULT_LEFT_OUT",
                    table.source().name() + "." + column.name(),
                    "The column's default has no counterpart on the target.",
                    "Set one by hand before the target becomes the primary, if the application relies on it.");
        }
        ddl.append(column.nullable() ? " NULL" : " NOT NULL");
        value.ifPresent(text -> ddl.append(" DEFAULT ").append(text));
        if (!toPostgres && value.isEmpty() && subject.kind() == ColumnKind.INSTANT && !column.nullable()) {
            // otherwise some servers give the first one a default that changes with every update
            types.defaultValue(subject, new DefaultValue.Now())
                    .ifPresent(now -> ddl.append(" DEFAULT ").append(now));
        }
        return ddl.toString();
    }

    /** A counter of numbers that PostgreSQL can't count by itself takes them from a sequence. */
    private String counted(Wanted table, Column column, String type) {
        if (!column.counted()) {
            return type;
        }
        if (!toPostgres) {
            return table.source().columns().stream()
                                    .filter(Column::counted)
                                    .findFirst()
                                    .orElse(column)
                            == column
                    ? type + " AUTO_INCREMENT"
                    : type;
        }
        if (!type.startsWith("numeric")) {
            return type + " GENERATED BY DEFAULT AS IDENTITY";
        }
        String sequence = sequence(table, column.name());
        book.tables("sequence " + sequence, "CREATE SEQUENCE IF NOT EXISTS " + sequence);
        return type + " DEFAULT nextval('" + sequence.replace("'", "''") + "')";
    }

    private void leftOut(Wanted table, TableDetails more) {
        List<String> names = new ArrayList<>(more.leftOut());
        table.source().triggers().forEach(trigger -> names.add("trigger " + trigger));
        if (!names.isEmpty()) {
            book.warn(
                    "DEFINITIONS_LEFT_OUT",
                    table.source().name().toString(),
                    "Not created on the target: " + String.join(", ", names) + ".",
                    "Create their counterparts by hand before the target becomes the primary.");
        }
    }

    private void indexes(Wanted table, TableDetails more) throws SQLException {
        for (Index index : more.indexes()) {
            String name = toPostgres && !index.name().startsWith(table.target().name())
                    ? shortened(table.target().name() + "_" + index.name())
                    : index.name();
            if (index.columns().isEmpty() || hasLeftOut(table, more, index.columns())) {
                book.warn(
                        "INDEX_LEFT_OUT",
                        table.source().name().toString(),
                        "Index " + index.name() + " is over an expression, a part of the rows or of a value, or a type"
                                + " that the target does not have.",
                        "Create its counterpart by hand when the rows are there.");
            } else if (!index.columns().equals(table.key()) && !present(table, name)) {
                String kind = index.unique() ? "UNIQUE INDEX " : "INDEX ";
                book.indexes(
                        "index " + name + " on " + table.target(),
                        "CREATE " + kind + (toPostgres ? "CONCURRENTLY IF NOT EXISTS " : "") + quote(name) + " ON "
                                + quoted(table.target()) + " (" + names(index.columns()) + ")");
            }
        }
    }

    private boolean hasLeftOut(Wanted table, TableDetails more, List<String> columns) {
        return columns.stream()
                .map(name -> table.source().find(name))
                .anyMatch(c -> c.isEmpty()
                        || c.get().generated()
                        || c.get().kind() != ColumnKind.ENUM
                                && types.type(subject(table, more, c.get())).isEmpty());
    }

    private boolean present(Wanted table, String index) throws SQLException {
        String sql = toPostgres
                ? "SELECT 1 FROM pg_indexes WHERE schemaname = ? AND tablename = ? AND indexname = ?"
                : "SELECT 1 FROM information_schema.STATISTICS"
                        + " WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND INDEX_NAME = ?";
        return target.any(sql, table.target().schema(), table.target().name(), index);
    }

    private void foreignKeys(Wanted table, TableDetails more, Wanted.All wanted) throws SQLException {
        UnaryOperator<TableName> names = wanted.names();
        for (ForeignKey key : table.source().foreignKeys()) {
            if (target.any(
                    "SELECT 1 FROM information_schema.TABLE_CONSTRAINTS"
                            + " WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND CONSTRAINT_NAME = ?",
                    table.target().schema(),
                    table.target().name(),
                    key.name())) {
                continue;
            }
            if (!wanted.sources().contains(key.parent())) {
                book.warn(
                        "FOREIGN_KEY_LEFT_OUT",
                        table.source().name().toString(),
                        "Foreign key " + key.name() + " refers to " + key.parent() + ", which is not moved.",
                        "Move that table too, or create the foreign key by hand.");
                continue;
            }
            String add = "ALTER TABLE " + quoted(table.target()) + " ADD CONSTRAINT " + quote(key.name())
                    + " FOREIGN KEY (" + names(key.columns()) + ") REFERENCES " + quoted(names.apply(key.parent()))
                    + " (" + names(key.parentColumns()) + ")"
                    + more.foreignKeys().getOrDefault(key.name(), "");
            if (toPostgres) {
                book.indexes(
                        "foreign key " + key.name() + " on " + table.target(),
                        add + " NOT VALID",
                        "ALTER TABLE " + quoted(table.target()) + " VALIDATE CONSTRAINT " + quote(key.name()));
            } else {
                book.indexes("foreign key " + key.name() + " on " + table.target(), add);
            }
        }
    }
}
