package dev.movex.core.dialect;

/** The lock that a read takes on the rows it meets. */
public enum RowLock {
    /** No lock. */
    NONE,
    /** Others may read and share, none may write. */
    SHARE,
    /** None may write or share. */
    UPDATE
}
