package dev.movex.compatibility.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.compatibility.BankTables;
import dev.movex.compatibility.FrameworkContract;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.ServerKind;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An application that writes through Jdbi. */
abstract class JdbiContract extends FrameworkContract {
    private @Nullable Jdbi jdbi;

    @Override
    protected void createTables(Database database) throws SQLException {
        BankTables.create(database);
    }

    @Override
    protected void start(DataSource movex, ServerKind dialect) {
        jdbi = Jdbi.create(movex).installPlugin(new SqlObjectPlugin());
    }

    @Test
    void returnsGeneratedKeys() {
        Bank bank = jdbi().onDemand(Bank.class);
        long id = bank.open("key", BigDecimal.TEN);
        assertThat(bank.find("key"))
                .hasValueSatisfying(account -> assertThat(account.id()).isEqualTo(id));
        assertThat(bank.openAll(List.of("key-1", "key-2", "key-3"))).hasSize(3).doesNotHaveDuplicates();
        List<Long> prepared = jdbi().withHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch("INSERT INTO account (owner, note) VALUES (:owner, :note)");
            for (int i = 0; i < 7; i++) {
                batch.bind("owner", "prepared-" + i).bind("note", (String) null).add();
            }
            return batch.executePreparedBatch("id").mapTo(Long.class).list();
        });
        assertThat(prepared).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void writesBatchesInChunks() {
        Bank bank = jdbi().onDemand(Bank.class);
        long account = bank.open("chunks", BigDecimal.ZERO);
        List<Long> ids = LongStream.range(100, 137).boxed().toList();
        List<BigDecimal> amounts =
                IntStream.range(0, 37).mapToObj(BigDecimal::valueOf).toList();
        assertThat(bank.book(ids, account, amounts)).hasSize(37).containsOnly(1);
        assertThat(bank.label(ids.subList(0, 9), "few")).isEqualTo(9);
        assertThat(bank.drop(account, BigDecimal.valueOf(4))).isEqualTo(4);
        int[] counts = jdbi().withHandle(handle -> handle.createBatch()
                .add("UPDATE account SET note = 'a' WHERE owner = 'chunks'")
                .add("DELETE FROM entry WHERE id = 136")
                .execute());
        assertThat(counts).containsExactly(1, 1);
    }

    @Test
    void movesMoneyInATransaction() {
        Bank bank = jdbi().onDemand(Bank.class);
        long from = bank.open("from", BigDecimal.valueOf(100));
        long to = bank.open("to", BigDecimal.ZERO);
        bank.move(from, to, new BigDecimal("12.50"));
        assertThat(bank.find("from").orElseThrow().balance()).isEqualByComparingTo("87.50");
        assertThat(bank.find("to").orElseThrow().balance()).isEqualByComparingTo("12.50");
    }

    @Test
    void rollsBack() {
        Bank bank = jdbi().onDemand(Bank.class);
        long id = bank.open("rolled", BigDecimal.ONE);
        assertThatThrownBy(() -> jdbi().useTransaction(handle -> {
                    handle.attach(Bank.class).add(id, BigDecimal.TEN);
                    handle.attach(Bank.class).open("rolled", BigDecimal.ONE);
                }))
                .isInstanceOf(UnableToExecuteStatementException.class);
        assertThat(bank.find("rolled").orElseThrow().balance()).isEqualByComparingTo("1");
    }

    @Test
    void rollsBackToSavepoints() {
        Bank bank = jdbi().onDemand(Bank.class);
        long id = bank.open("savepoint", BigDecimal.ONE);
        try (Handle handle = jdbi().open()) {
            handle.begin();
            Bank inside = handle.attach(Bank.class);
            inside.add(id, BigDecimal.ONE);
            handle.savepoint("a");
            inside.add(id, BigDecimal.TEN);
            inside.open("never", BigDecimal.ONE);
            handle.rollbackToSavepoint("a");
            inside.add(id, BigDecimal.valueOf(100));
            handle.savepoint("b");
            inside.open("released", BigDecimal.ONE);
            handle.releaseSavepoint("b");
            handle.commit();
        }
        assertThat(bank.find("savepoint").orElseThrow().balance()).isEqualByComparingTo("102");
        assertThat(bank.find("never")).isEmpty();
        assertThat(bank.find("released")).isPresent();
    }

    private Jdbi jdbi() {
        return Objects.requireNonNull(jdbi);
    }
}
