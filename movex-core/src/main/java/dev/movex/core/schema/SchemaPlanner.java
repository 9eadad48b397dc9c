package dev.movex.core.schema;

import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.Table;
import dev.movex.core.plan.TableMapping;
import dev.movex.core.plan.TableName;
import dev.movex.core.plan.TargetTables;
import dev.movex.core.schema.Wanted.Constant;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds what the target lacks for a migration, and writes the statements that create it. Changes nothing. Between servers
 * of one kind the source's own definitions are taken over; between kinds each type becomes the one of the table of types,
 * and what has no counterpart is named.
 */
public final class SchemaPlanner {
    private SchemaPlanner() {}

    /** Reads both databases and says what is to be created. Connections are in auto-commit mode. */
    public static SchemaDraft plan(DatabaseView src, DatabaseView dst, PlanOptions options) throws SQLException {
        DdlBook book = new DdlBook();
        Wanted.All wanted = wanted(src, dst, options);
        if (wanted.tables().isEmpty() && book.draft().leftOut().isEmpty()) {
            book.refuse(
                    "NO_TABLES",
                    "source",
                    "No table of the source matches the schemas and globs given.",
                    "Check the names; they are written schema.table, as stored.");
            return book.draft();
        }
        new NameChecks(dst, book).checkTables(wanted.tables());
        create(src, dst, wanted, book);
        new CreationRights(dst, book).check();
        return book.draft();
    }

    private static void create(DatabaseView src, DatabaseView dst, Wanted.All wanted, DdlBook book)
            throws SQLException {
        if (!src.dialectName().equals(dst.dialectName())) {
            new CrossDdl(src, dst, book).write(wanted);
            return;
        }
        if (src.dialectName().equals("postgresql")) {
            new PostgresDdl(src.connection(), dst.connection(), book).write(wanted);
        } else {
            new MySqlDdl(src, dst, book).write(wanted.shaped(false));
        }
        new CrossDdl(src, dst, book).write(wanted.shaped(true));
    }

    private static Wanted.All wanted(DatabaseView src, DatabaseView dst, PlanOptions options) throws SQLException {
        List<Table> sources = src.readTables(options.schemas()).stream()
                .filter(table -> options.wants(table.name()))
                .toList();
        TargetTables targets = TargetTables.read(src, dst, options, sources);
        Map<TableName, List<TableMapping>> sharing = new LinkedHashMap<>();
        for (Table source : sources) {
            for (TableMapping mapping : options.mappingsOf(source.name())) {
                sharing.computeIfAbsent(targets.name(source.name(), mapping), target -> new ArrayList<>())
                        .add(mapping);
            }
        }
        List<Wanted> wanted = new ArrayList<>();
        for (Table source : sources) {
            List<String> key = source.key().isEmpty()
                    ? options.keys().getOrDefault(source.name().toString(), List.of())
                    : List.of();
            for (TableMapping mapping : options.mappingsOf(source.name())) {
                TableName target = targets.name(source.name(), mapping);
                List<TableMapping> all = sharing.getOrDefault(target, List.of());
                List<Constant> constants = constants(mapping, all);
                wanted.add(new Wanted(
                        source,
                        target,
                        targets.find(source, mapping),
                        key,
                        targets.mapping(source, mapping),
                        all.size() > 1 ? List.of() : constants,
                        all.size() > 1 ? constants : List.of()));
            }
        }
        return new Wanted.All(wanted, wanted);
    }

    /** Returns the columns that take a fixed value, by whose values in all tables that share the target they get a type. */
    private static List<Constant> constants(TableMapping mapping, List<TableMapping> all) {
        return mapping.constants().target().keySet().stream()
                .sorted()
                .map(column -> new Constant(
                        column,
                        all.stream()
                                .map(one -> one.constants().target().getOrDefault(column, ""))
                                .allMatch(value -> value.matches("-?[0-9]{1,18}"))))
                .toList();
    }
}
