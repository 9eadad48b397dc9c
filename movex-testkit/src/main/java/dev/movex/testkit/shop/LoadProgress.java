package dev.movex.testkit.shop;

/** Is told how far the load of the shop has come. */
@FunctionalInterface
public interface LoadProgress {
    /** Is called after each batch. */
    void loaded(String table, long rows, long of);

    /** Returns a progress that tells nobody. */
    static LoadProgress silent() {
        return (table, rows, of) -> {};
    }
}
