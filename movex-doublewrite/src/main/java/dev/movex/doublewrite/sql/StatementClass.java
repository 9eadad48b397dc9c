package dev.movex.doublewrite.sql;

/** How a statement is treated while two databases are written. */
public enum StatementClass {
    /** The same SQL with the same values goes to the secondary. */
    REPLAY,
    /** The rows that it touched are read on the primary before the commit and put on the secondary. */
    IMAGE,
    /** Handled like the JDBC call of the same meaning. */
    TRANSACTION_CONTROL,
    /** Runs on the primary and is not mirrored. */
    PRIMARY_ONLY,
    /** Refused while two databases are written. */
    DENIED
}
