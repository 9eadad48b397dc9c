package dev.movex.compatibility.jooq;

import static dev.movex.compatibility.jooq.AccountTable.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import dev.movex.compatibility.BankTables;
import dev.movex.compatibility.FrameworkContract;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.ServerKind;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jooq.BatchBindStep;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.exception.DataChangedException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An application that writes through jOOQ. */
abstract class JooqContract extends FrameworkContract {
    private static final Table<Record> ENTRY = DSL.table(name("entry"));
    private static final Field<Long> ID = field(name("id"), SQLDataType.BIGINT);
    private static final Field<Long> OF = field(name("account_id"), SQLDataType.BIGINT);
    private static final Field<BigDecimal> AMOUNT = field(name("amount"), SQLDataType.DECIMAL(14, 2));
    private static final Field<BigDecimal> TOTAL = field(name("entry", "amount"), SQLDataType.DECIMAL(14, 2));
    private static final Field<String> LABEL = field(name("label"), SQLDataType.VARCHAR(60));

    private @Nullable DSLContext dsl;

    @Override
    protected void createTables(Database database) throws SQLException {
        BankTables.create(database);
    }

    @Override
    protected void start(DataSource movex, ServerKind dialect) {
        SQLDialect spoken = switch (dialect) {
            case POSTGRESQL -> SQLDialect.POSTGRES;
            case MARIADB -> SQLDialect.MARIADB;
            case MYSQL -> SQLDialect.MYSQL;
        };
        dsl = DSL.using(movex, spoken, new Settings().withExecuteWithOptimisticLocking(true));
    }

    @Test
    void storesRecordsAndLocksThemOptimistically() {
        AccountRecord record = account("record");
        assertThat(record.get(ACCOUNT.id)).isPositive();
        assertThat(record.get(ACCOUNT.version)).isEqualTo(1);
        AccountRecord late = Objects.requireNonNull(dsl().fetchOne(ACCOUNT, ACCOUNT.id.eq(record.get(ACCOUNT.id))));
        record.set(ACCOUNT.balance, BigDecimal.TEN);
        assertThat(record.store()).isEqualTo(1);
        late.set(ACCOUNT.note, "too late");
        assertThatThrownBy(late::store).isInstanceOf(DataChangedException.class);
        late.refresh();
        late.set(ACCOUNT.note, "in time");
        late.update();
        AccountRecord removed = account("removed");
        assertThat(removed.delete()).isEqualTo(1);
    }

    @Test
    void writesBatches() {
        AccountRecord account = account("batches");
        BatchBindStep batch =
                dsl().batch(dsl().insertInto(ENTRY, ID, OF, AMOUNT, LABEL).values((Long) null, null, null, null));
        for (long i = 0; i < 40; i++) {
            batch = batch.bind(1_000 + i, account.get(ACCOUNT.id), BigDecimal.valueOf(i), "batch " + i);
        }
        assertThat(batch.execute()).hasSize(40);
        List<AccountRecord> records = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            AccountRecord record = dsl().newRecord(ACCOUNT);
            record.set(ACCOUNT.owner, "batch-" + i);
            records.add(record);
        }
        assertThat(dsl().batchInsert(records).execute()).hasSize(10);
        dsl().batch(
                        dsl().update(ENTRY).set(LABEL, "one").where(ID.eq(1_001L)),
                        dsl().deleteFrom(ENTRY).where(ID.between(1_010L, 1_014L)))
                .execute();
        dsl().batched(configuration -> {
            for (long i = 20; i < 30; i++) {
                configuration
                        .dsl()
                        .update(ENTRY)
                        .set(AMOUNT, AMOUNT.plus(1))
                        .where(ID.eq(1_000 + i))
                        .execute();
            }
        });
        assertThat(dsl().fetchCount(ENTRY, OF.eq(account.get(ACCOUNT.id)))).isEqualTo(35);
    }

    @Test
    void insertsOrUpdates() {
        AccountRecord account = account("upserts");
        for (int i = 0; i < 2; i++) {
            dsl().insertInto(ENTRY, ID, OF, AMOUNT)
                    .values(2_000L, account.get(ACCOUNT.id), BigDecimal.ONE)
                    .values(2_001L + i, account.get(ACCOUNT.id), BigDecimal.TEN)
                    .onConflict(ID)
                    .doUpdate()
                    .set(AMOUNT, TOTAL.plus(DSL.excluded(AMOUNT)))
                    .execute();
            dsl().insertInto(ENTRY, ID, OF, AMOUNT)
                    .values(2_010L, account.get(ACCOUNT.id), BigDecimal.ONE)
                    .onConflict(ID)
                    .doNothing()
                    .execute();
        }
        // by a unique column that is not the key
        dsl().insertInto(ACCOUNT, ACCOUNT.owner, ACCOUNT.note)
                .values("upserts", "met")
                .onConflict(ACCOUNT.owner)
                .doUpdate()
                .set(ACCOUNT.note, "met")
                .execute();
        assertThat(dsl().fetchCount(ENTRY, OF.eq(account.get(ACCOUNT.id)))).isEqualTo(4);
        assertThat(dsl().fetchValue(ACCOUNT.note, ACCOUNT.owner.eq("upserts"))).isEqualTo("met");
    }

    @Test
    void returnsWhatItWrote() {
        Result<AccountRecord> inserted = dsl().insertInto(ACCOUNT, ACCOUNT.owner)
                .values("returned-1")
                .values("returned-2")
                .values("returned-3")
                .returning(ACCOUNT.id, ACCOUNT.owner)
                .fetch();
        assertThat(inserted.getValues(ACCOUNT.owner)).containsExactly("returned-1", "returned-2", "returned-3");
        if (dsl().dialect() == SQLDialect.POSTGRES) {
            Result<AccountRecord> changed = dsl().update(ACCOUNT)
                    .set(ACCOUNT.balance, ACCOUNT.balance.plus(7))
                    .where(ACCOUNT.owner.like("returned-%"))
                    .returning()
                    .fetch();
            assertThat(changed).hasSize(3);
        }
        if (dsl().dialect() != SQLDialect.MYSQL) {
            Result<AccountRecord> removed = dsl().deleteFrom(ACCOUNT)
                    .where(ACCOUNT.owner.eq("returned-2"))
                    .returning(ACCOUNT.id)
                    .fetch();
            assertThat(removed).hasSize(1);
        }
    }

    @Test
    void nestsTransactions() {
        AccountRecord account = account("nested");
        dsl().transaction(outer -> {
            add(outer.dsl(), account, 1);
            assertThatThrownBy(() -> outer.dsl().transaction(inner -> {
                        add(inner.dsl(), account, 10);
                        inner.dsl()
                                .insertInto(ACCOUNT, ACCOUNT.owner)
                                .values("nested")
                                .execute();
                    }))
                    .isInstanceOf(DataAccessException.class);
            outer.dsl().transaction(inner -> add(inner.dsl(), account, 100));
        });
        assertThatThrownBy(() -> dsl().transaction(outer -> {
                    add(outer.dsl(), account, 1_000);
                    throw new IllegalStateException("wanted");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(dsl().fetchValue(ACCOUNT.balance, ACCOUNT.owner.eq("nested")))
                .isEqualByComparingTo("101");
    }

    @Test
    void writesWhatACursorReads() {
        AccountRecord from = account("cursor");
        for (long i = 0; i < 15; i++) {
            dsl().insertInto(ENTRY, ID, OF, AMOUNT)
                    .values(3_000 + i, from.get(ACCOUNT.id), BigDecimal.valueOf(i))
                    .execute();
        }
        dsl().transaction(configuration -> {
            List<Long> ids = new ArrayList<>();
            try (Cursor<? extends Record> cursor = configuration
                    .dsl()
                    .select(ID)
                    .from(ENTRY)
                    .where(ID.between(3_000L, 3_099L))
                    .orderBy(ID)
                    .forUpdate()
                    .fetchSize(4)
                    .fetchLazy()) {
                cursor.forEach(row -> ids.add(row.get(ID)));
            }
            assertThat(ids).hasSize(15);
            configuration
                    .dsl()
                    .update(ENTRY)
                    .set(LABEL, "read")
                    .where(ID.in(ids))
                    .execute();
        });
        assertThat(dsl().fetchCount(ENTRY, LABEL.eq("read"))).isEqualTo(15);
    }

    @Test
    void insertsWhatAQueryFinds() throws Throwable {
        AccountRecord from = account("query");
        dsl().insertInto(ENTRY, ID, OF, AMOUNT)
                .values(4_000L, from.get(ACCOUNT.id), BigDecimal.ONE)
                .execute();
        // MySQL tells no keys of it
        refusedOn(
                ServerKind.MYSQL,
                () -> dsl().insertInto(ENTRY, ID, OF, AMOUNT)
                        .select(dsl().select(ID.plus(1_000), OF, AMOUNT.neg())
                                .from(ENTRY)
                                .where(ID.eq(4_000L)))
                        .execute());
    }

    private AccountRecord account(String owner) {
        AccountRecord record = dsl().newRecord(ACCOUNT);
        record.set(ACCOUNT.owner, owner);
        record.store();
        return record;
    }

    private static void add(DSLContext within, AccountRecord account, int more) {
        within.update(ACCOUNT)
                .set(ACCOUNT.balance, ACCOUNT.balance.plus(more))
                .where(ACCOUNT.id.eq(account.get(ACCOUNT.id)))
                .execute();
    }

    private DSLContext dsl() {
        return Objects.requireNonNull(dsl);
    }
}
