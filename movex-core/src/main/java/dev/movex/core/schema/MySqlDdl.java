package dev.movex.core.schema;

import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.ForeignKey;
import dev.movex.core.plan.TableName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Takes over the definitions of MySQL or MariaDB for another server of the same kind. */
final class MySqlDdl {
    private static final String NAME = "`((?:[^`]|``)+)`";
    private static final Pattern COLUMN = Pattern.compile("^" + NAME + " .*", Pattern.DOTALL);
    private static final Pattern KEY =
            Pattern.compile("^(?:(UNIQUE|FULLTEXT|SPATIAL) )?KEY " + NAME + " \\((.*)\\).*", Pattern.DOTALL);
    private static final Pattern FOREIGN_KEY = Pattern.compile(
            "^CONSTRAINT " + NAME + " FOREIGN KEY (\\(.*?\\)) REFERENCES (?:" + NAME + "\\.)?" + NAME
                    + " (\\(.*?\\))(.*)$",
            Pattern.DOTALL);

    private final DatabaseView src;
    private final DatabaseView dst;
    private final Quoting quoting;
    private final Queries source;
    private final Queries target;
    private final DdlBook book;

    MySqlDdl(DatabaseView src, DatabaseView dst, DdlBook book) {
        this.src = src;
        this.dst = dst;
        this.quoting = new Quoting(dst.dialect());
        this.source = new Queries(src.connection());
        this.target = new Queries(dst.connection());
        this.book = book;
    }

    void write(Wanted.All wanted) throws SQLException {
        Map<String, String> databases = new LinkedHashMap<>();
        wanted.tables()
                .forEach(t ->
                        databases.put(t.source().name().schema(), t.target().schema()));
        for (Map.Entry<String, String> database : databases.entrySet()) {
            database(database.getKey(), database.getValue());
            if (src.dialectName().equals("mariadb")) {
                sequences(database.getKey(), database.getValue());
            }
        }
        List<Wanted> tables = wanted.tables();
        List<Definition> definitions = new ArrayList<>();
        for (Wanted table : tables) {
            Definition definition = read(table, databases);
            definitions.add(definition);
            if (!table.exists()) {
                create(table, definition);
            }
        }
        for (int i = 0; i < tables.size(); i++) {
            indexes(tables.get(i), definitions.get(i));
        }
        for (int i = 0; i < tables.size(); i++) {
            foreignKeys(tables.get(i), definitions.get(i), wanted);
        }
    }

    private void database(String from, String to) throws SQLException {
        if (target.any("SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?", to)) {
            return;
        }
        List<String> defaults = source.rows(
                        "SELECT DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA"
                                + " WHERE SCHEMA_NAME = ?",
                        from)
                .get(0);
        book.tables(
                "schema " + to,
                "CREATE DATABASE IF NOT EXISTS " + dst.dialect().quote(to) + " CHARACTER SET " + defaults.get(0)
                        + " COLLATE " + defaults.get(1));
    }

    private void sequences(String from, String to) throws SQLException {
        for (String name : source.column(
                "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_TYPE = 'SEQUENCE' AND TABLE_SCHEMA = ?"
                        + " ORDER BY TABLE_NAME",
                from)) {
            if (!exists(to, name)) {
                String own = src.dialect().quote(from) + "." + src.dialect().quote(name);
                String ddl = source.rows("SHOW CREATE SEQUENCE " + own).get(0).get(1);
                TableName there = new TableName(to, name);
                book.tables(
                        "sequence " + there,
                        "CREATE SEQUENCE IF NOT EXISTS " + quoting.table(there)
                                + ddl.substring(ddl.indexOf(src.dialect().quote(name))
                                        + src.dialect().quote(name).length()));
            }
        }
    }

    private boolean exists(String schema, String name) throws SQLException {
        return target.any(
                "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?", schema, name);
    }

    /** A table's definition as the server tells it: one thing a line, and what follows the last parenthesis. */
    record Definition(List<String> parts, String options) {
        static Definition of(String ddl) {
            String[] lines = ddl.split("\n");
            List<String> parts = new ArrayList<>();
            int at = 1;
            while (at < lines.length && !lines[at].startsWith(")")) {
                String part = lines[at].strip();
                parts.add(part.endsWith(",") ? part.substring(0, part.length() - 1) : part);
                at++;
            }
            StringBuilder options = new StringBuilder();
            for (; at < lines.length; at++) {
                options.append(options.isEmpty() ? "" : "\n").append(lines[at]);
            }
            return new Definition(parts, options.substring(1));
        }
    }

    private Definition read(Wanted table, Map<String, String> databases) throws SQLException {
        String own = src.dialect().quote(table.source().name().schema()) + "."
                + src.dialect().quote(table.source().name().name());
        String ddl = source.rows("SHOW CREATE TABLE " + own).get(0).get(1);
        // a default may take its value from a sequence, which is named with its database
        for (Map.Entry<String, String> database : databases.entrySet()) {
            ddl = ddl.replace(
                    "nextval(" + src.dialect().quote(database.getKey()) + ".",
                    "nextval(" + dst.dialect().quote(database.getValue()) + ".");
        }
        return Definition.of(ddl);
    }

    private void create(Wanted table, Definition definition) {
        List<String> parts = definition.parts().stream()
                .filter(part -> !FOREIGN_KEY.matcher(part).matches() && (!later(part) || needed(table, part)))
                .toList();
        book.tables(
                "table " + table.target(),
                "CREATE TABLE IF NOT EXISTS " + quoting.table(table.target()) + " (\n  " + String.join(",\n  ", parts)
                        + "\n)" + definition.options());
        if (!table.source().triggers().isEmpty()) {
            book.warn(
                    "TRIGGERS_LEFT_OUT",
                    table.source().name().toString(),
                    "Triggers " + table.source().triggers() + " are not created on the target.",
                    "Create them there when the target alone is written: until then they would act on Movex's writes.");
        }
    }

    private static boolean later(String part) {
        return KEY.matcher(part).matches();
    }

    /** A counter needs an index that it leads, and rows without a primary key need what tells them apart. */
    private static boolean needed(Wanted table, String part) {
        List<String> columns = columns(part);
        boolean counter = table.source().columns().stream()
                .anyMatch(c -> c.identity() != Column.Identity.NONE
                        && !columns.isEmpty()
                        && columns.get(0).equals(c.name()));
        boolean counterHasKey = !table.source().key().isEmpty()
                && table.source().column(table.source().key().get(0)).counted();
        return counter && !counterHasKey
                || !table.key().isEmpty() && part.startsWith("UNIQUE") && columns.equals(table.key());
    }

    private static List<String> columns(String key) {
        Matcher matcher = KEY.matcher(key);
        if (!matcher.matches()) {
            return List.of();
        }
        List<String> columns = new ArrayList<>();
        Matcher name = Pattern.compile(NAME).matcher(matcher.group(3));
        while (name.find()) {
            columns.add(name.group(1).replace("``", "`"));
        }
        return columns;
    }

    private void indexes(Wanted table, Definition definition) throws SQLException {
        Set<String> present = new LinkedHashSet<>(target.column(
                "SELECT DISTINCT INDEX_NAME FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?",
                table.target().schema(),
                table.target().name()));
        Set<List<String>> covered = covered(table);
        for (String part : definition.parts()) {
            Matcher key = KEY.matcher(part);
            if (!key.matches() || COLUMN.matcher(part).matches() || !table.exists() && needed(table, part)) {
                continue;
            }
            String name = key.group(2).replace("``", "`");
            if (!present.contains(name) && !covered.contains(shape(key))) {
                book.indexes(
                        "index " + name + " on " + table.target(),
                        "ALTER TABLE " + quoting.table(table.target()) + " ADD " + part);
            }
        }
    }

    /** Returns the kinds and columns of the indexes that the target has: they serve, whoever has named them. */
    private Set<List<String>> covered(Wanted table) throws SQLException {
        Set<List<String>> shapes = new HashSet<>();
        if (table.exists()) {
            String ddl = target.rows("SHOW CREATE TABLE " + quoting.table(table.target()))
                    .get(0)
                    .get(1);
            for (String part : Definition.of(ddl).parts()) {
                Matcher key = KEY.matcher(part);
                if (key.matches()) {
                    shapes.add(shape(key));
                }
            }
        }
        return shapes;
    }

    private static List<String> shape(Matcher key) {
        return List.of(String.valueOf(key.group(1)), key.group(3));
    }

    private void foreignKeys(Wanted table, Definition definition, Wanted.All wanted) throws SQLException {
        Set<String> present = new LinkedHashSet<>(target.column(
                "SELECT CONSTRAINT_NAME FROM information_schema.REFERENTIAL_CONSTRAINTS"
                        + " WHERE CONSTRAINT_SCHEMA = ? AND TABLE_NAME = ?",
                table.target().schema(),
                table.target().name()));
        for (String part : definition.parts()) {
            Matcher key = FOREIGN_KEY.matcher(part);
            if (!key.matches() || present.contains(key.group(1).replace("``", "`"))) {
                continue;
            }
            String name = key.group(1).replace("``", "`");
            ForeignKey known = table.source().foreignKeys().stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            Optional<Wanted> parent = wanted.parent(known);
            if (parent.isEmpty()) {
                book.foreignKeyLeftOut(table, name, known.parent());
                continue;
            }
            if (table.hasForeignKey(known.columns())) {
                continue;
            }
            book.foreignKey(
                    "foreign key " + name + " on " + table.target(),
                    "ALTER TABLE " + quoting.table(table.target()) + " ADD CONSTRAINT `" + key.group(1)
                            + "` FOREIGN KEY "
                            + key.group(2) + " REFERENCES "
                            + quoting.table(parent.get().target()) + " ("
                            + parent.get().named(known.parentColumns()).stream()
                                    .map(dst.dialect()::quote)
                                    .collect(Collectors.joining(", "))
                            + ")" + key.group(6));
        }
    }
}
