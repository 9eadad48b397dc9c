package dev.movex.core.schema;

import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import dev.movex.core.plan.Table;
import dev.movex.core.plan.TableName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

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
        Wanted.All wanted = wanted(src, dst, options, book);
        if (wanted.tables().isEmpty() && book.draft().leftOut().isEmpty()) {
            book.refuse(
                    "NO_TABLES",
                    "source",
                    "No table of the source matches the schemas and globs given.",
                    "Check the names; they are written schema.table, as stored.");
            return book.draft();
        }
        String from = src.dialectName();
        String to = dst.dialectName();
        if (!from.equals(to)) {
            new CrossDdl(src, dst, book).write(wanted);
        } else if (from.equals("postgresql")) {
            new PostgresDdl(src.connection(), dst.connection(), book).write(wanted);
        } else {
            new MySqlDdl(src, dst, book).write(wanted);
        }
        new CreationRights(dst, book).check();
        return book.draft();
    }

    private static Wanted.All wanted(DatabaseView src, DatabaseView dst, PlanOptions options, DdlBook book)
            throws SQLException {
        UnaryOperator<TableName> names = PlanReader.targetNames(src, dst, options);
        List<Table> sources = src.readTables(options.schemas()).stream()
                .filter(table -> options.wants(table.name()))
                .toList();
        List<String> schemas = sources.stream()
                .map(table -> names.apply(table.name()).schema())
                .distinct()
                .toList();
        Set<TableName> present =
                dst.readTables(schemas).stream().map(Table::name).collect(Collectors.toSet());
        List<Wanted> wanted = new ArrayList<>();
        for (Table source : sources) {
            TableName target = names.apply(source.name());
            if (options.reshapes(source.name())) {
                reshaped(source, target, present.contains(target), book);
                continue;
            }
            wanted.add(new Wanted(
                    source,
                    target,
                    !schemas.isEmpty() && present.contains(target),
                    source.key().isEmpty()
                            ? options.keys().getOrDefault(source.name().toString(), List.of())
                            : List.of()));
        }
        return new Wanted.All(wanted, names);
    }

    /** A table in the source's shape would stand in the way of the one that is meant. */
    private static void reshaped(Table source, TableName target, boolean exists, DdlBook book) {
        book.warn(
                "TABLE_MAPPED",
                source.name().toString(),
                "A mapping gives the table another shape on the target, so that "
                        + (exists ? "nothing is added to " : "it is not created as ") + target + ".",
                exists
                        ? "Create its indexes and foreign keys by hand."
                        : "Create it by hand, with the columns that the mapping names; preflight tells what does not fit.");
    }
}
