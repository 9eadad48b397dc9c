package dev.movex.testkit.shop;

import dev.movex.testkit.ledger.Ledger;
import dev.movex.testkit.ledger.LedgerTransaction;
import dev.movex.testkit.ledger.Row;
import dev.movex.testkit.ledger.TableSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a writer inserted and still remembers in full. When there are too many, rows are forgotten at random
 * and never written again; an order is forgotten with its items, and its customer with it, so that all orders of a
 * remembered customer are remembered. Belongs to one thread.
 */
final class WorkingSet {
    private static final Map<TableSpec, Integer> LIMITS = Map.of(
            ShopTables.CUSTOMERS, 100,
            ShopTables.ORDERS, 600,
            ShopTables.ORDER_ITEMS, Integer.MAX_VALUE,
            ShopTables.CARTS, 100,
            ShopTables.PRODUCTS, 100);

    private final Map<TableSpec, Shelf> shelves = new HashMap<>();

    private final Ledger ledger;

    WorkingSet(Ledger ledger) {
        this.ledger = ledger;
        ShopTables.ALL.forEach(table -> shelves.put(table, new Shelf()));
    }

    /** Takes over what a transaction did to rows that the writer owns. */
    void apply(LedgerTransaction transaction, SplittableRandom random) {
        transaction.forEach((table, key, row) -> {
            if (row == null) {
                shelf(table).remove(key);
            } else if (!ledger.isLoaded(table, key)) {
                shelf(table).put(row);
            }
        });
        for (TableSpec table : ShopTables.ALL) {
            while (shelf(table).size() > LIMITS.getOrDefault(table, 0)) {
                forget(shelf(table).any(random));
            }
        }
    }

    /** Forgets the rows of a transaction whose outcome is not known. */
    void quarantine(LedgerTransaction transaction) {
        transaction.forEach((table, key, row) -> {
            Row known = shelf(table).get(key);
            Row forgotten = known != null ? known : row;
            if (forgotten != null) {
                forget(forgotten);
            }
        });
        // an order may have arrived under a key that nobody was told
        shelves.put(ShopTables.CUSTOMERS, new Shelf());
    }

    @Nullable Row get(TableSpec table, String key) {
        return shelf(table).get(key);
    }

    /** Returns any remembered row of a table. */
    @Nullable Row any(TableSpec table, SplittableRandom random) {
        return shelf(table).size() == 0 ? null : shelf(table).any(random);
    }

    List<Row> ordersOf(long customer) {
        return shelf(ShopTables.ORDERS).rows.stream()
                .filter(order -> order.number("customer_id") == customer)
                .toList();
    }

    private void forget(Row row) {
        shelf(row.table()).remove(row.key());
        if (row.table().equals(ShopTables.ORDERS)) {
            for (int line = 1; line <= ShopTables.MOST_LINES; line++) {
                shelf(ShopTables.ORDER_ITEMS).remove(row.key() + "," + line);
            }
            shelf(ShopTables.CUSTOMERS).remove(String.valueOf(row.number("customer_id")));
        }
    }

    private Shelf shelf(TableSpec table) {
        return Objects.requireNonNull(shelves.get(table));
    }

    /** The rows of one table, with a random choice in constant time. */
    private static final class Shelf {
        private final List<Row> rows = new ArrayList<>();
        private final Map<String, Integer> places = new HashMap<>();

        int size() {
            return rows.size();
        }

        Row any(SplittableRandom random) {
            return rows.get(random.nextInt(rows.size()));
        }

        @Nullable Row get(String key) {
            Integer place = places.get(key);
            return place == null ? null : rows.get(place);
        }

        void put(Row row) {
            Integer place = places.putIfAbsent(row.key(), rows.size());
            if (place == null) {
                rows.add(row);
            } else {
                rows.set(place, row);
            }
        }

        boolean remove(String key) {
            Integer place = places.remove(key);
            if (place == null) {
                return false;
            }
            Row last = rows.remove(rows.size() - 1);
            if (place < rows.size()) {
                rows.set(place, last);
                places.put(last.key(), place);
            }
            return true;
        }
    }
}
