package dev.movex.core.dialect;

/** The lock that a read takes on the rows it meets. */
public enum RowLock {
    /** No lock. */
    NONE,
    /** Others may read and share, none may write. */
    SHARE,
    /** As {@link #SHARE}; rows that others have locked are passed over, as if they did not exist. */
    SHARE_IF_FREE,
    /** None may write or share. */
    UPDATE
}
