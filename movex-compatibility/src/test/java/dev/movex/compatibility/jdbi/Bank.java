package dev.movex.compatibility.jdbi;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.BatchChunkSize;
import org.jdbi.v3.sqlobject.statement.GetGeneratedKeys;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** The statements of the application. */
@RegisterConstructorMapper(Account.class)
public interface Bank extends SqlObject {
    /** Counted by the database. */
    @SqlUpdate("INSERT INTO account (owner, balance) VALUES (:owner, :balance)")
    @GetGeneratedKeys("id")
    long open(String owner, BigDecimal balance);

    /** Counted by the database, many at once. */
    @SqlBatch("INSERT INTO account (owner) VALUES (:owner)")
    @GetGeneratedKeys("id")
    List<Long> openAll(List<String> owner);

    /** In chunks. */
    @SqlBatch("INSERT INTO entry (id, account_id, amount) VALUES (:id, :account, :amount)")
    @BatchChunkSize(10)
    int[] book(List<Long> id, long account, List<BigDecimal> amount);

    /** By key. */
    @SqlUpdate("UPDATE account SET balance = balance + :more WHERE id = :id")
    int add(long id, BigDecimal more);

    /** By keys. */
    @SqlUpdate("UPDATE entry SET label = :label WHERE id IN (<ids>)")
    int label(@BindList("ids") List<Long> ids, String label);

    /** By what is not a key. */
    @SqlUpdate("DELETE FROM entry WHERE account_id = :account AND amount < :limit")
    int drop(long account, BigDecimal limit);

    /** Reads. */
    @SqlQuery("SELECT id, owner, balance FROM account WHERE owner = :owner")
    Optional<Account> find(String owner);

    /** Locks, then writes. */
    @Transaction(TransactionIsolationLevel.SERIALIZABLE)
    default void move(long from, long to, BigDecimal amount) {
        getHandle()
                .select("SELECT id FROM account WHERE id IN (?, ?) ORDER BY id FOR UPDATE", from, to)
                .mapTo(Long.class)
                .list();
        add(from, amount.negate());
        add(to, amount);
    }
}
