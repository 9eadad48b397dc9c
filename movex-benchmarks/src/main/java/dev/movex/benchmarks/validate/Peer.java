package dev.movex.benchmarks.validate;

/** Another way to compare the two tables. */
interface Peer {
    /** Returns the name that the report uses. */
    String name();

    /**
     * Compares the tables once.
     *
     * @return how many differences it saw; for one that only tells whether there are any, 0 or 1
     */
    long run() throws Exception;
}
