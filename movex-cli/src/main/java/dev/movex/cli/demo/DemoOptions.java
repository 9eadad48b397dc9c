package dev.movex.cli.demo;

import dev.movex.testkit.shop.ShopSizes;

/**
 * What the demonstration is made of.
 *
 * @param rows orders to load; the other tables follow in proportion
 * @param writers threads that work on the shop
 * @param rate transactions per second of all writers together; 0 for as many as they can
 * @param damage rows to change, to delete and to add on the target, a third each
 * @param seed decides what the writers do and which rows are damaged
 */
record DemoOptions(long rows, int writers, double rate, int damage, long seed) {
    ShopSizes sizes() {
        return ShopSizes.ofOrders(rows);
    }
}
