package dev.movex.testkit.shop;

import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A kind of work, and how often it comes up.
 *
 * @param name what the statistics call it
 * @param weight how often it comes up, relative to the others
 * @param alone whether it is one statement, so that it may run in auto-commit mode
 * @param work the work
 */
record Step(String name, int weight, boolean alone, Work work) {
    /** All kinds of work. */
    static final List<Step> ALL = List.of(
            new Step("insert order, generated keys", 5, false, OrderInserts::generatedKeys),
            new Step("insert order, key by column name", 5, true, OrderInserts::columnNames),
            new Step("insert order, RETURNING", 5, true, OrderInserts::returning),
            new Step("insert orders, batch with keys", 3, false, OrderInserts::batch),
            new Step("insert order and items, batch", 8, false, OrderInserts::withItems),
            new Step("insert customer, defaults", 4, true, CustomerSteps::insert),
            new Step("insert cart, key given", 3, true, CartSteps::insert),
            new Step("insert cart, key by the database", 2, false, CartSteps::insertWithDefaultKey),
            new Step("insert cart, on conflict nothing", 1, true, CartSteps::insertOrNothing),
            new Step("upsert product", 5, true, ProductSteps::upsert),
            new Step("upsert customer by email", 3, true, CustomerSteps::upsertByEmail),
            new Step("update order by key", 12, true, OrderChanges::byKey),
            new Step("update order after locking", 3, false, OrderChanges::afterLocking),
            new Step("update order item by composite key", 4, true, OrderChanges::item),
            new Step("update orders by customer", 3, true, OrderChanges::byCustomer),
            new Step("update order if unchanged", 3, true, OrderChanges::ifUnchanged),
            new Step("update order of old version", 2, true, OrderChanges::ofOldVersion),
            new Step("update orders, batch of literals", 2, false, OrderChanges::literalBatch),
            new Step("update balance by expression", 6, true, CustomerSteps::addToBalance),
            new Step("update shared balance", 6, true, CustomerSteps::addToShared),
            new Step("update cart by now()", 3, false, CartSteps::touch),
            new Step("update product, RETURNING", 3, false, ProductSteps::reprice),
            new Step("update product documents", 3, true, ProductSteps::updateDocuments),
            new Step("savepoint and rollback to it", 3, false, OrderChanges::withSavepoint),
            new Step("delete items and order", 4, false, OrderChanges::delete),
            new Step("delete cart", 1, true, CartSteps::delete),
            new Step("delete product", 1, true, ProductSteps::delete),
            new Step("read own row", 10, true, ReadSteps::own),
            new Step("read own balance", 3, true, CustomerSteps::readBalance),
            new Step("read join", 3, true, ReadSteps::total),
            new Step("read latest", 2, true, ReadSteps::latest));

    /** What is done when nothing else can be. */
    static final Step FIRST = new Step("insert customer, defaults", 0, true, CustomerSteps::insert);

    private static final int TOTAL = ALL.stream().mapToInt(Step::weight).sum();

    /** Work on one unit; false if there was nothing to work on. */
    @FunctionalInterface
    interface Work {
        boolean run(Unit unit) throws SQLException;
    }

    static Step any(SplittableRandom random, boolean alone) {
        while (true) {
            int left = random.nextInt(TOTAL);
            for (Step step : ALL) {
                left -= step.weight();
                if (left < 0) {
                    if (alone && !step.alone()) {
                        break;
                    }
                    return step;
                }
            }
        }
    }
}
