package dev.movex.core.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Orders tables so that parents come before their children; within a cycle the order is that of the names. */
final class ForeignKeyOrder {
    private final Map<TableName, Table> waiting = new LinkedHashMap<>();
    private final List<Table> ordered = new ArrayList<>();

    private ForeignKeyOrder() {}

    static List<Table> parentsFirst(List<Table> tables) {
        ForeignKeyOrder order = new ForeignKeyOrder();
        tables.stream().sorted((a, b) -> a.name().compareTo(b.name())).forEach(t -> order.waiting.put(t.name(), t));
        while (!order.waiting.isEmpty()) {
            order.place(order.waiting.keySet().iterator().next());
        }
        return order.ordered;
    }

    private void place(TableName name) {
        Table table = waiting.remove(name);
        if (table != null) {
            table.foreignKeys().forEach(key -> place(key.parent()));
            ordered.add(table);
        }
    }
}
