package dev.movex.compatibility.jooq;

import org.jooq.impl.UpdatableRecordImpl;

/** An account. */
public final class AccountRecord extends UpdatableRecordImpl<AccountRecord> {
    private static final long serialVersionUID = 1L;

    /** For jOOQ. */
    public AccountRecord() {
        super(AccountTable.ACCOUNT);
    }
}
