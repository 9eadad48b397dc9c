package dev.movex.compatibility.jooq;

import java.math.BigDecimal;
import org.jooq.Identity;
import org.jooq.TableField;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jooq.impl.Internal;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;

/** What jOOQ's generator would write for the accounts. */
final class AccountTable extends TableImpl<AccountRecord> {
    static final AccountTable ACCOUNT = new AccountTable();

    private static final long serialVersionUID = 1L;

    final transient TableField<AccountRecord, Long> id =
            createField(DSL.name("id"), SQLDataType.BIGINT.nullable(false).identity(true), this);
    final transient TableField<AccountRecord, String> owner =
            createField(DSL.name("owner"), SQLDataType.VARCHAR(60).nullable(false), this);
    final transient TableField<AccountRecord, BigDecimal> balance = createField(
            DSL.name("balance"), SQLDataType.DECIMAL(14, 2).nullable(false).defaultValue(BigDecimal.ZERO), this);
    final transient TableField<AccountRecord, Integer> version =
            createField(DSL.name("version"), SQLDataType.INTEGER.nullable(false).defaultValue(0), this);
    final transient TableField<AccountRecord, String> note = createField(DSL.name("note"), SQLDataType.CLOB, this);

    private AccountTable() {
        super(DSL.name("account"));
    }

    @Override
    public Class<AccountRecord> getRecordType() {
        return AccountRecord.class;
    }

    @Override
    public Identity<AccountRecord, Long> getIdentity() {
        return Internal.createIdentity(this, id);
    }

    @Override
    public UniqueKey<AccountRecord> getPrimaryKey() {
        return Internal.createUniqueKey(this, DSL.name("account_pkey"), id);
    }

    @Override
    public TableField<AccountRecord, Integer> getRecordVersion() {
        return version;
    }
}
