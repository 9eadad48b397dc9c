package dev.movex.doublewrite.sql;

import dev.movex.core.Side;
import dev.movex.core.plan.ForeignKey;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The tables of a plan by the names that one side has for them. Immutable. */
public final class PlannedTables {
    private final Side side;
    private final UnaryOperator<String> quoteOnOther;
    private final Map<TableName, PlannedTable> tables = new HashMap<>();

    /**
     * @param side the side whose names are looked up
     * @param quoteOnOther quotes a name for the other side, where statements are replayed
     */
    public PlannedTables(Plan plan, Side side, UnaryOperator<String> quoteOnOther) {
        this.side = side;
        this.quoteOnOther = quoteOnOther;
        plan.tables().forEach(t -> tables.put(t.on(side).name(), t));
    }

    Side side() {
        return side;
    }

    Optional<PlannedTable> find(TableName name) {
        return Optional.ofNullable(tables.get(name));
    }

    /** Returns how the other side writes the name of a table. */
    String nameOnOther(PlannedTable table) {
        TableName name = table.on(side.other()).name();
        return quoteOnOther.apply(name.schema()) + "." + quoteOnOther.apply(name.name());
    }

    String quoteOnOther(String column) {
        return quoteOnOther.apply(column);
    }

    /** Returns a planned table whose rows change by themselves when the given columns of a parent change. */
    Optional<PlannedTable> cascading(PlannedTable parent, Set<String> columns) {
        return tables.values().stream()
                .filter(child -> child.on(side).foreignKeys().stream()
                        .anyMatch(key -> key.cascades() && refersTo(key, parent, columns)))
                .findFirst();
    }

    private boolean refersTo(ForeignKey key, PlannedTable parent, Set<String> columns) {
        List<String> parentColumns = key.parentColumns();
        return key.parent().equals(parent.on(side).name())
                && parentColumns.stream().anyMatch(columns::contains);
    }
}
