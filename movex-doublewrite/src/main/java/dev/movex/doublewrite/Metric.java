package dev.movex.doublewrite;

/** What a {@link MovexDataSource} counts. The names are those of the registered meters. */
public enum Metric {
    /** Transactions that wrote planned tables while two databases were written. */
    DUAL_TRANSACTIONS("movex.doublewrite.transactions", "Transactions that wrote planned tables on both sides"),
    /** Commits of such transactions that their callers have seen succeed. */
    COMMITS("movex.doublewrite.commits", "Commits of transactions that wrote planned tables on both sides"),
    /** The time that these commits took their callers, in microseconds. */
    COMMIT_MICROS("movex.doublewrite.commit.micros", "Time of these commits, in microseconds"),
    /** Of the transactions, those whose writes are on both sides. */
    MIRRORED("movex.doublewrite.mirrored", "Transactions that both databases have committed"),
    /** Of these, those whose keys stayed in the journal. */
    JOURNALED("movex.doublewrite.journaled", "Transactions whose keys were left to the journal"),
    /** Of these, those whose keys nobody wrote down, since no journal is written. */
    UNJOURNALED("movex.doublewrite.unjournaled", "Transactions that the secondary lacks and no journal names"),
    /** Secondary batches that failed. */
    SECONDARY_FAILURES("movex.doublewrite.secondary.failures", "Failed attempts to write the secondary"),
    /** Secondary batches that were repeated as a whole. */
    SECONDARY_REPEATS("movex.doublewrite.secondary.repeats", "Repeated attempts to write the secondary"),
    /** Batches that met fewer rows on the secondary than on the primary. */
    SECONDARY_MISMATCHES("movex.doublewrite.secondary.mismatches", "Writes that met fewer rows on the secondary"),
    /** Transactions that did not try the secondary because the breaker was open. */
    BREAKER_SKIPS("movex.doublewrite.breaker.skips", "Transactions that did not wait for a failing secondary"),
    /** Transactions whose connection to the primary was lost in their commit. */
    PRIMARY_FAILURES("movex.doublewrite.primary.failures", "Transactions that lost the primary in their commit"),
    /** Transactions that ended because the pattern had changed. */
    FENCED("movex.doublewrite.fenced", "Transactions that were rolled back because the pattern had changed"),
    /** Statements that were repeated on the secondary. */
    REPLAYED_STATEMENTS("movex.doublewrite.statements.replay", "Statements repeated on the secondary"),
    /** Row images that were put on the secondary. */
    IMAGES("movex.doublewrite.images", "Row images put on the secondary"),
    /** Statements that were refused. */
    DENIED("movex.doublewrite.statements.denied", "Statements that were refused while two databases are written"),
    /** Reads that were run on both databases and compared. */
    SHADOW_COMPARED("movex.doublewrite.shadow.compared", "Reads whose answers of both databases were compared"),
    /** Further looks at reads whose answers differed. */
    SHADOW_RECHECKS("movex.doublewrite.shadow.rechecks", "Further looks at reads whose answers differed"),
    /** Of these, those that the databases answer with other rows. */
    SHADOW_DIFFERENCES("movex.doublewrite.shadow.differences", "Reads that the two databases answer with other rows"),
    /** Of these, those whose order alone differs. */
    SHADOW_ORDER("movex.doublewrite.shadow.order", "Reads whose rows come in another order from the two databases"),
    /** Of these, those whose difference the journal explains. */
    SHADOW_PENDING("movex.doublewrite.shadow.pending", "Reads whose difference is in the journal"),
    /** Reads that could not be run again. */
    SHADOW_FAILED("movex.doublewrite.shadow.failed", "Reads that could not be run again"),
    /** Reads that were not compared since too many were waiting. */
    SHADOW_DROPPED("movex.doublewrite.shadow.dropped", "Reads that were not compared since too many were waiting"),
    /** Journal rows that were removed. */
    JOURNAL_REMOVED("movex.doublewrite.journal.removed", "Journal rows removed after both commits");

    private final String meter;
    private final String description;

    Metric(String meter, String description) {
        this.meter = meter;
        this.description = description;
    }

    /** Returns the name of the meter. */
    public String meter() {
        return meter;
    }

    /** Returns what is counted, a clause. */
    public String description() {
        return description;
    }
}
