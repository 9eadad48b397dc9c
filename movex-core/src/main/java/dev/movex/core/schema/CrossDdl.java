package dev.movex.core.schema;

import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.Conversion;
import dev.movex.core.plan.ForeignKey;
import dev.movex.core.plan.TableName;
import dev.movex.core.schema.FamilyDdl.Definitions;
import dev.movex.core.schema.TypeTranslation.Subject;
import dev.movex.core.schema.Wanted.Constant;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes definitions that are not the source's own: those of one kind of database for another, and those of tables whose
 * shape a mapping changes. What has no counterpart is named.
 */
final class CrossDdl {
    private static final int MOST_HOPS = 9;
    private static final List<String> SIZES = List.of("smallint", "integer", "bigint");

    private final DatabaseView dst;
    private final Quoting quoting;
    private final Dialect srcDialect;
    private final Queries source;
    private final Queries target;
    private final DdlBook book;
    private final TableDetails.Reader details;
    private final TypeTranslation types;
    private final ConvertedTypes converted;
    private final @Nullable FamilyDdl family;
    private final boolean toPostgres;
    private final boolean alike;
    private Wanted.All wanted = new Wanted.All(List.of(), List.of());
    private Set<String> counting = Set.of();
    private final Map<Wanted, Map<String, String>> fitted = new HashMap<>();

    CrossDdl(DatabaseView src, DatabaseView dst, DdlBook book) {
        this.dst = dst;
        this.quoting = new Quoting(dst.dialect());
        this.target = new Queries(dst.connection());
        this.book = book;
        this.source = new Queries(src.connection());
        this.srcDialect = src.dialect();
        this.details = src.dialectName().equals("postgresql")
                ? new PostgresDetails(source)
                : new MySqlDetails(source, src.dialectName().equals("mariadb"));
        this.toPostgres = dst.dialectName().equals("postgresql");
        this.alike = src.dialectName().equals(dst.dialectName());
        boolean mariaDb = dst.dialectName().equals("mariadb");
        this.types = alike ? new OwnWords(toPostgres, mariaDb) : toPostgres ? new ToPostgres() : new ToMySql(mariaDb);
        this.converted = new ConvertedTypes(dst.dialectName());
        boolean fromPostgres = src.dialectName().equals("postgresql");
        this.family = alike || toPostgres || fromPostgres ? null : new FamilyDdl(src, dst);
    }

    void write(Wanted.All tables) throws SQLException {
        wanted = tables;
        for (String schema : wanted.tables().stream()
                .map(t -> t.target().schema())
                .distinct()
                .toList()) {
            schema(schema);
        }
        Map<Wanted, TableDetails> all = new LinkedHashMap<>();
        Map<TableName, Wanted> created = new HashMap<>();
        for (Wanted table : wanted.tables()) {
            TableDetails one = details.read(table.source().name());
            all.put(table, one);
            Wanted first = created.putIfAbsent(table.target(), table);
            if (first != null) {
                merged(first, table);
            } else if (!table.exists()) {
                create(table, one);
            }
        }
        new CrossIndexes(dst, book, this::counterpart).write(all, wanted);
    }

    private void schema(String name) throws SQLException {
        if (!target.any("SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?", name)) {
            book.tables(
                    "schema " + name,
                    "CREATE " + (toPostgres ? "SCHEMA" : "DATABASE") + " IF NOT EXISTS " + quoting.name(name));
        }
    }

    private void merged(Wanted first, Wanted table) {
        if (!table.exists() && !first.targetColumns().equals(table.targetColumns())) {
            book.warn(
                    "TABLE_MAPPED",
                    table.source().name().toString(),
                    "It becomes one table, " + table.target() + ", with "
                            + first.source().name()
                            + ", whose columns it does not have: the target's are those of the latter.",
                    "Create the table by hand with the columns of both; preflight tells what does not fit.");
        }
    }

    /** Returns the columns that are declared like booleans, but hold other numbers than 0 and 1. */
    private Set<String> counting(Wanted table) throws SQLException {
        List<String> names = table.moved().stream()
                .filter(column -> column.declaredType().equals("tinyint(1)"))
                .map(Column::name)
                .toList();
        if (!toPostgres || alike || names.isEmpty()) {
            return Set.of();
        }
        List<String> found = source.rows("SELECT "
                        + names.stream()
                                .map(name -> "COALESCE(MAX(" + srcDialect.quote(name) + " NOT IN (0, 1)), 0)")
                                .collect(Collectors.joining(", "))
                        + " FROM " + srcDialect.quote(table.source().name().schema()) + "."
                        + srcDialect.quote(table.source().name().name()))
                .get(0);
        return names.stream()
                .filter(name -> found.get(names.indexOf(name)).equals("1"))
                .collect(Collectors.toSet());
    }

    private Definitions taken(Wanted table) throws SQLException {
        return family == null ? Definitions.NONE : family.of(table);
    }

    private void create(Wanted table, TableDetails more) throws SQLException {
        new NameChecks(dst, book).check(table);
        counting = counting(table);
        List<String> parts = new ArrayList<>();
        List<String> key = table.targetKey();
        table.keyConstants().forEach(c -> parts.add(constant(c, " NOT NULL")));
        Definitions taken = taken(table);
        for (Column column : table.source().columns()) {
            if (!table.moved().contains(column) && !taken.generated().containsKey(column.name())) {
                continue;
            }
            Subject subject = subject(table, more, column);
            Optional<String> type = type(table, more, subject);
            if (type.isEmpty() && table.keyColumns().contains(column.name())) {
                book.refuse(
                        "KEY_TYPE_UNSUPPORTED",
                        table.source().name() + "." + column.name(),
                        "Type " + column.declaredType()
                                + " has no counterpart on the target, and the column is part of the key.",
                        "Exclude the table, or give it another key.");
                return;
            } else if (type.isEmpty()) {
                book.warn(
                        "COLUMN_LEFT_OUT",
                        table.source().name() + "." + column.name(),
                        "Type " + column.declaredType() + " has no counterpart on the target.",
                        "Leave the column out by a mapping of the table (leave-out), or exclude the table.");
            } else {
                parts.add(column(table, subject, type.get(), more.defaults().get(column.name())));
            }
        }
        table.constants().forEach(c -> parts.add(constant(c, " NULL")));
        if (!key.isEmpty()) {
            parts.add((table.source().key().isEmpty() ? "UNIQUE (" : "PRIMARY KEY (") + keyParts(table, more) + ")");
        }
        counterKey(table, key, parts);
        parts.addAll(taken.checks());
        book.tables(
                "table " + table.target(),
                "CREATE TABLE IF NOT EXISTS " + quoting.table(table.target()) + " (\n  " + String.join(",\n  ", parts)
                        + "\n)" + (toPostgres ? "" : " ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4"));
        if (toPostgres) {
            table.moved().stream().filter(Column::counted).forEach(c -> owner(table, subject(table, more, c)));
        }
        leftOut(table, more, taken);
    }

    /** MySQL and MariaDB may know a key by how its texts begin. */
    private String keyParts(Wanted table, TableDetails more) {
        Map<String, Integer> lengths = new HashMap<>();
        more.keyLengths().forEach((column, length) -> lengths.put(table.named(column), length));
        return table.targetKey().stream()
                .map(name -> quoting.name(name)
                        + (toPostgres || !lengths.containsKey(name) ? "" : "(" + lengths.get(name) + ")"))
                .collect(Collectors.joining(", "));
    }

    /** A sequence that belongs to its column is raised with it before the target becomes the primary. */
    private void owner(Wanted table, Subject subject) {
        if (types.type(subject).filter(type -> type.startsWith("numeric")).isPresent()) {
            String column = table.named(subject.column().name());
            book.tables(
                    "owner of sequence " + sequence(table, column),
                    "ALTER SEQUENCE " + sequence(table, column) + " OWNED BY " + quoting.table(table.target()) + "."
                            + quoting.name(column));
        }
    }

    private String sequence(Wanted table, String column) {
        return quoting.name(table.target().schema()) + "."
                + quoting.name(Quoting.shortened(table.target().name() + "_" + column + "_seq"));
    }

    /** A counter of MySQL needs an index that it leads. */
    private void counterKey(Wanted table, List<String> key, List<String> parts) {
        if (!toPostgres) {
            table.moved().stream()
                    .filter(Column::counted)
                    .findFirst()
                    .map(c -> table.named(c.name()))
                    .filter(name -> key.isEmpty() || !key.get(0).equals(name))
                    .ifPresent(name -> parts.add("KEY (" + quoting.name(name) + ")"));
        }
    }

    private String constant(Constant constant, String takes) {
        String text = toPostgres ? "text" : "varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
        return quoting.name(constant.column()) + " " + (constant.number() ? "bigint" : text) + takes;
    }

    private static Subject subject(Wanted table, TableDetails more, Column column) {
        return new Subject(
                column, more.labels().getOrDefault(column.name(), ""), KeyRoom.of(table, more, column.name()));
    }

    /** PostgreSQL has labels in a type of their own. */
    private Optional<String> type(Wanted table, TableDetails more, Subject subject) throws SQLException {
        Conversion conversion = table.conversion(subject.column().name());
        if (!subject.column().generated()
                && !table.keeps(List.of(subject.column().name()))
                && conversion != Conversion.UPPER_CASE) {
            return converted.type(subject.column(), conversion);
        }
        if (counting.contains(subject.column().name())) {
            return Optional.of("smallint");
        }
        if (!toPostgres || alike || subject.kind() != ColumnKind.ENUM) {
            return counterpart(table, more, subject.column());
        }
        String name = quoting.name(table.target().schema()) + "."
                + quoting.name(Quoting.shortened(
                        table.target().name() + "_" + subject.column().name()));
        book.tables(
                "type " + name,
                "DO $$ BEGIN CREATE TYPE " + name + " AS ENUM (" + subject.labels()
                        + "); EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        return Optional.of(name);
    }

    /** Returns the type that a column has on the target, where it keeps its values. */
    private Optional<String> counterpart(Wanted table, TableDetails more, Column column) throws SQLException {
        if (column.generated() && !taken(table).generated().containsKey(column.name())) {
            return Optional.empty();
        }
        if (toPostgres && column.kind() == ColumnKind.ENUM) {
            return Optional.of("ENUM");
        }
        String other = fitted(table, more).get(column.name());
        return other == null ? translated(table, more, column) : Optional.of(other);
    }

    private Optional<String> translated(Wanted table, TableDetails more, Column column) {
        return types.type(asParents(table, subject(table, more, column)));
    }

    /** Returns the types that differ from those of the table of types, so that a row has room. */
    private Map<String, String> fitted(Wanted table, TableDetails more) {
        if (toPostgres) {
            return Map.of();
        }
        Map<String, String> known = fitted.get(table);
        if (known != null) {
            return known;
        }
        Map<String, String> all = new LinkedHashMap<>();
        Set<String> keyed = new HashSet<>();
        for (Column column : table.moved()) {
            translated(table, more, column).ifPresent(type -> all.put(column.name(), type));
            if (KeyRoom.of(table, more, column.name()) > 0) {
                keyed.add(column.name());
            }
        }
        Map<String, String> others = RowRoom.fitted(all, table.keyColumns(), keyed);
        fitted.put(table, others);
        return others;
    }

    /** MySQL and MariaDB refuse a foreign key between whole numbers of two sizes, so that the child's takes its parent's. */
    private Subject asParents(Wanted table, Subject subject) {
        Column column = subject.column();
        Wanted at = table;
        for (int hops = 0; hops < MOST_HOPS && !toPostgres && column.kind() == ColumnKind.INTEGER; hops++) {
            Column own = column;
            Optional<ForeignKey> key = at.source().foreignKeys().stream()
                    .filter(one -> one.columns().contains(own.name()))
                    .findFirst();
            Optional<Wanted> parent = key.flatMap(wanted::parent);
            if (parent.isEmpty()) {
                break;
            }
            at = parent.get();
            Column above = at.source()
                    .column(key.get().parentColumns().get(key.get().columns().indexOf(own.name())));
            if (SIZES.indexOf(above.declaredType()) < SIZES.indexOf(column.declaredType())) {
                break;
            }
            column = above;
        }
        return new Subject(column, subject.labels(), subject.keyLength());
    }

    private String column(Wanted table, Subject subject, String type, @Nullable DefaultValue given)
            throws SQLException {
        Column column = subject.column();
        String computed = taken(table).generated().get(column.name());
        if (computed != null) {
            return quoting.name(column.name()) + " " + type + computed;
        }
        boolean nullable = table.nullable(column);
        StringBuilder ddl = new StringBuilder(quoting.name(table.named(column.name())))
                .append(' ')
                .append(counted(table, column, type));
        Optional<String> value = given == null || column.counted() || !table.keeps(List.of(column.name()))
                ? Optional.empty()
                : defaultValue(table, subject, given);
        if (given != null && value.isEmpty() && !column.counted()) {
            book.warn(
                    "DEFAULT_LEFT_OUT",
                    table.source().name() + "." + column.name(),
                    "The column's default has no counterpart on the target.",
                    "Set one by hand before the target becomes the primary, if the application relies on it.");
        }
        ddl.append(nullable ? " NULL" : " NOT NULL");
        value.ifPresent(text -> ddl.append(" DEFAULT ").append(text));
        if (!toPostgres && value.isEmpty() && type.toLowerCase(Locale.ROOT).startsWith("timestamp") && !nullable) {
            // otherwise some servers give the first one a default that changes with every update
            types.defaultValue(subject, new DefaultValue.Now())
                    .ifPresent(now -> ddl.append(" DEFAULT ").append(now));
        }
        if (family != null && column.refreshed()) {
            ddl.append(" ON UPDATE CURRENT_TIMESTAMP(")
                    .append(Math.max(0, subject.size(1)))
                    .append(')');
        }
        return ddl.toString();
    }

    private Optional<String> defaultValue(Wanted table, Subject subject, DefaultValue given) throws SQLException {
        Optional<String> value = types.defaultValue(subject, given);
        return value.isPresent() || family == null ? value : family.defaultValue(table, subject.column(), given);
    }

    /** A counter of numbers that PostgreSQL can't count by itself takes them from a sequence. */
    private String counted(Wanted table, Column column, String type) {
        if (!column.counted()) {
            return type;
        }
        if (!toPostgres) {
            return table.moved().stream().filter(Column::counted).findFirst().orElse(column) == column
                    ? type + " AUTO_INCREMENT"
                    : type;
        }
        if (!type.startsWith("numeric")) {
            return type + " GENERATED BY DEFAULT AS IDENTITY";
        }
        String sequence = sequence(table, table.named(column.name()));
        book.tables("sequence " + sequence, "CREATE SEQUENCE IF NOT EXISTS " + sequence);
        return type + " DEFAULT nextval('" + sequence.replace("'", "''") + "')";
    }

    private void leftOut(Wanted table, TableDetails more, Definitions taken) {
        List<String> names = new ArrayList<>(more.leftOut());
        names.removeAll(taken.carried());
        if (family != null) {
            names.removeIf(name -> name.startsWith("ON UPDATE "));
        }
        table.source().triggers().forEach(trigger -> names.add("trigger " + trigger));
        if (!names.isEmpty()) {
            book.warn(
                    "DEFINITIONS_LEFT_OUT",
                    table.source().name().toString(),
                    "Not created on the target: " + String.join(", ", names) + ".",
                    "Create their counterparts by hand before the target becomes the primary.");
        }
    }
}
