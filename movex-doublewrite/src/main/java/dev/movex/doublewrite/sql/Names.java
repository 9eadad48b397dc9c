package dev.movex.doublewrite.sql;

import dev.movex.core.Side;
import dev.movex.core.dialect.TableSql;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.TableName;
import dev.movex.doublewrite.sql.TokenReader.TableRef;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What names in a SQL text mean to a session.
 *
 * @param tables the planned tables as the session's side knows them
 * @param path the schemas in which names without a schema are looked for, in this order
 * @param hidden the names that mean temporary tables of the session
 * @param syntax how texts are read
 */
public record Names(PlannedTables tables, List<String> path, Set<String> hidden, Syntax syntax) {
    public Names {
        path = List.copyOf(path);
        hidden = Set.copyOf(hidden);
    }

    /** Names in a session without temporary tables. */
    public Names(PlannedTables tables, List<String> path, Syntax syntax) {
        this(tables, path, Set.of(), syntax);
    }

    /** Returns the side whose names they are. */
    public Side side() {
        return tables.side();
    }

    /** Returns the canonical texts of columns of a table that goes by a name. */
    List<String> texts(PlannedTable table, String qualifier, List<Column> columns) {
        TableSql sql = tables.sql(table);
        return columns.stream().map(c -> sql.text(qualifier, c)).toList();
    }

    /** Returns the canonical texts of a table's key, as a list of expressions. */
    String keyTexts(PlannedTable table, String qualifier) {
        return String.join(", ", texts(table, qualifier, table.on(side()).keyColumns()));
    }

    /** Classes a statement that changes or removes rows of a table outside the plan. */
    Classified outside(TableRef ref) {
        List<String> schemas = ref.schema() == null ? path : List.of(ref.schema());
        return schemas.stream()
                .flatMap(s -> tables.below(new TableName(s, ref.name()), syntax.foldsTables()).stream())
                .findFirst()
                .filter(child -> ref.schema() != null || !hidden.contains(ref.name()))
                .map(child -> Classified.denied(
                        "the database would change rows of " + child.name() + " by itself, through a foreign key to a"
                                + " table outside the plan; plan that table too",
                        child.name()))
                .orElseGet(() -> Classified.outside(ref));
    }

    Optional<PlannedTable> find(@Nullable String schema, String name) {
        if (schema != null) {
            return tables.find(new TableName(schema, name), syntax.foldsTables());
        }
        if (hidden.contains(name) || (syntax.foldsTables() && hidden.stream().anyMatch(name::equalsIgnoreCase))) {
            return Optional.empty();
        }
        return path.stream()
                .map(s -> tables.find(new TableName(s, name), syntax.foldsTables()))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
