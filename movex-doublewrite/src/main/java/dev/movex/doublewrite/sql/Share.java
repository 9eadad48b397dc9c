package dev.movex.doublewrite.sql;

import dev.movex.core.Side;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.RowCondition;
import dev.movex.core.row.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a planned table has of the rows of a side's table, where that is not all or where it calls their keys otherwise.
 * Immutable.
 */
public final class Share {
    private final PlannedTable planned;
    private final List<Integer> places = new ArrayList<>();
    private final List<OfKey> conditions = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private final boolean triggers;

    Share(PlannedTable planned, Side side) {
        this.planned = planned;
        this.triggers = !planned.on(side).triggers().isEmpty();
        List<String> key = planned.on(side).key();
        for (Column column : planned.keyOn(side)) {
            places.add(key.indexOf(column.name()));
        }
        for (RowCondition condition : planned.mapping().on(side).conditions()) {
            int place = key.indexOf(condition.column());
            if (place < 0) {
                others.add(condition.column());
            } else {
                conditions.add(new OfKey(
                        place,
                        condition,
                        planned.on(side).column(condition.column()).kind()));
            }
        }
    }

    private record OfKey(int place, RowCondition condition, ColumnKind kind) {
        boolean excludes(RowKey key) {
            return condition
                    .holds(key.values().get(place), kind)
                    .filter(met -> !met)
                    .isPresent();
        }
    }

    /** Returns the planned table. */
    public PlannedTable planned() {
        return planned;
    }

    /** Returns what the planned table calls the row with a key of the side's table; empty if it can't be its row. */
    public Optional<RowKey> key(RowKey whole) {
        for (OfKey condition : conditions) {
            if (condition.excludes(whole)) {
                return Optional.empty();
            }
        }
        return Optional.of(new RowKey(places.stream().map(whole.values()::get).toList()));
    }

    /**
     * Returns whether an update of some columns leaves each row where it was, so that one that is not the planned table's
     * was not before either.
     */
    public boolean keeps(Set<String> changed) {
        return !changed.isEmpty() && !triggers && others.stream().noneMatch(changed::contains);
    }
}
