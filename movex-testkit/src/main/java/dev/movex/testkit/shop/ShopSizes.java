package dev.movex.testkit.shop;

/**
 * How many rows are loaded. Orders have 0 to 3 items.
 *
 * @param customers rows of customers, at least 20
 * @param orders rows of orders
 * @param carts rows of carts
 * @param products rows of products
 */
public record ShopSizes(long customers, long orders, long carts, long products) {
    /** Checks the sizes. */
    public ShopSizes {
        if (customers < 20 || orders < 0 || carts < 0 || products < 0) {
            throw new IllegalArgumentException("at least 20 customers are needed, and no negative number of rows");
        }
    }

    /** Returns sizes in proportion to a number of orders. */
    public static ShopSizes ofOrders(long orders) {
        return new ShopSizes(Math.max(20, orders / 10), orders, Math.max(20, orders / 20), Math.max(20, orders / 20));
    }

    /** Returns the sizes for a quick test: 1,000 orders. */
    public static ShopSizes small() {
        return ofOrders(1_000);
    }
}
