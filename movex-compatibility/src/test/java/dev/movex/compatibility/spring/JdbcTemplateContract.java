package dev.movex.compatibility.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.compatibility.BankTables;
import dev.movex.compatibility.FrameworkContract;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.ServerKind;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.SimpleJdbcInsert;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** An application that writes through JdbcTemplate and its relatives, with Spring's transactions. */
abstract class JdbcTemplateContract extends FrameworkContract {
    private @Nullable JdbcTemplate jdbc;
    private @Nullable PlatformTransactionManager manager;

    @Override
    protected void createTables(Database database) throws SQLException {
        BankTables.create(database);
    }

    @Override
    protected void start(DataSource movex, ServerKind dialect) {
        jdbc = new JdbcTemplate(movex);
        manager = new JdbcTransactionManager(movex);
    }

    @Test
    void updatesInBatchesOfEveryKind() {
        long account = account("batches");
        List<Object[]> entries = IntStream.range(0, 105)
                .mapToObj(i -> new Object[] {1000 + i, account, BigDecimal.valueOf(i, 2), "batch " + i})
                .toList();
        int[] counts =
                jdbc().batchUpdate("INSERT INTO entry (id, account_id, amount, label) VALUES (?, ?, ?, ?)", entries);
        assertThat(counts).hasSize(105);
        int[][] chunks = jdbc().batchUpdate(
                        "UPDATE entry SET label = ? WHERE id = ?",
                        IntStream.range(0, 50).boxed().toList(),
                        20,
                        (statement, i) -> {
                            statement.setString(1, "chunk " + i);
                            statement.setInt(2, 1000 + i);
                        });
        assertThat(chunks).hasNumberOfRows(3);
        assertThat(chunks[2]).hasSize(10).containsOnly(1);
        SqlParameterSource[] named = IntStream.range(50, 60)
                .mapToObj(i -> new MapSqlParameterSource(Map.of("id", 1000 + i, "more", 5)))
                .toArray(SqlParameterSource[]::new);
        new NamedParameterJdbcTemplate(jdbc())
                .batchUpdate("UPDATE entry SET amount = amount + :more WHERE id = :id", named);
        jdbc().batchUpdate(
                        "DELETE FROM entry WHERE id = 1104",
                        "UPDATE account SET note = 'texts' WHERE owner = 'batches'");
        assertThat(count("entry WHERE account_id = " + account)).isEqualTo(104);
    }

    @Test
    void returnsKeysThatTheDatabaseCounted() {
        KeyHolder keys = new GeneratedKeyHolder();
        jdbc().update(
                        connection -> {
                            var statement = connection.prepareStatement(
                                    "INSERT INTO account (owner, balance) VALUES (?, ?)", new String[] {"id"});
                            statement.setString(1, "holder");
                            statement.setBigDecimal(2, BigDecimal.TEN);
                            return statement;
                        },
                        keys);
        assertThat(keys.getKey()).isNotNull();
        Number inserted = new SimpleJdbcInsert(jdbc())
                .withTableName("account")
                .usingColumns("owner", "note")
                .usingGeneratedKeyColumns("id")
                .executeAndReturnKey(Map.of("owner", "simple", "note", "insert"));
        assertThat(owner(inserted.longValue())).isEqualTo("simple");
        KeyHolder client = new GeneratedKeyHolder();
        JdbcClient.create(jdbc())
                .sql("INSERT INTO account (owner) VALUES (:owner)")
                .param("owner", "client")
                .update(client, "id");
        assertThat(owner(Objects.requireNonNull(client.getKey()).longValue())).isEqualTo("client");
        KeyHolder many = new GeneratedKeyHolder();
        jdbc().batchUpdate(
                        connection -> connection.prepareStatement(
                                "INSERT INTO account (owner) VALUES (?)", Statement.RETURN_GENERATED_KEYS),
                        new OwnersSetter(List.of("many-1", "many-2", "many-3")),
                        many);
        assertThat(many.getKeyList()).hasSize(3);
    }

    @Test
    void rollsBackWhatFails() {
        account("rolled");
        TransactionTemplate transaction = new TransactionTemplate(manager());
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    jdbc().update("UPDATE account SET balance = 100 WHERE owner = 'rolled'");
                    jdbc().update("INSERT INTO account (owner) VALUES ('rolled')");
                }))
                .isInstanceOf(DuplicateKeyException.class);
        transaction.executeWithoutResult(status -> {
            jdbc().update("UPDATE account SET balance = 200 WHERE owner = 'rolled'");
            status.setRollbackOnly();
        });
        assertThat(balance("rolled")).isEqualByComparingTo("0");
    }

    @Test
    void rollsBackNestedTransactionsToTheirSavepoint() {
        account("outer");
        TransactionTemplate outer = new TransactionTemplate(manager());
        TransactionTemplate nested = new TransactionTemplate(manager());
        nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        outer.executeWithoutResult(status -> {
            jdbc().update("UPDATE account SET balance = balance + 1 WHERE owner = 'outer'");
            nested.executeWithoutResult(inner -> {
                jdbc().update("UPDATE account SET balance = balance + 10 WHERE owner = 'outer'");
                jdbc().update("INSERT INTO account (owner) VALUES ('never')");
                inner.setRollbackOnly();
            });
            nested.executeWithoutResult(
                    inner -> jdbc().update("UPDATE account SET balance = balance + 100 WHERE owner = 'outer'"));
            assertThatThrownBy(() -> nested.executeWithoutResult(
                            inner -> jdbc().update("INSERT INTO account (owner) VALUES ('outer')")))
                    .isInstanceOf(DuplicateKeyException.class);
            jdbc().update("UPDATE account SET note = 'after' WHERE owner = 'outer'");
        });
        assertThat(balance("outer")).isEqualByComparingTo("101");
        assertThat(count("account WHERE owner = 'never'")).isZero();
    }

    @Test
    void suspendsATransactionForAnotherOne() {
        long id = account("suspended");
        TransactionTemplate outer = new TransactionTemplate(manager());
        TransactionTemplate other = new TransactionTemplate(manager());
        other.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        outer.executeWithoutResult(status -> {
            // by its key: where gaps are locked, anything else could lock out the other transaction
            jdbc().update("UPDATE account SET balance = 1 WHERE id = ?", id);
            other.executeWithoutResult(inner -> jdbc().update("INSERT INTO account (owner) VALUES ('kept')"));
            status.setRollbackOnly();
        });
        assertThat(balance("suspended")).isEqualByComparingTo("0");
        assertThat(count("account WHERE owner = 'kept'")).isEqualTo(1);
    }

    @Test
    void writesWhileItReadsAStream() {
        long account = account("stream");
        for (int i = 0; i < 20; i++) {
            jdbc().update("INSERT INTO entry VALUES (?, ?, ?, ?)", 5000 + i, account, i, null);
        }
        TransactionTemplate transaction = new TransactionTemplate(manager());
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        transaction.executeWithoutResult(status -> {
            List<Long> ids = new ArrayList<>();
            try (Stream<Long> read = jdbc().queryForStream(
                            "SELECT id FROM entry WHERE account_id = ? ORDER BY id",
                            (row, place) -> row.getLong(1),
                            account)) {
                read.forEach(ids::add);
            }
            ids.forEach(id -> jdbc().update("UPDATE entry SET label = CONCAT('row ', id) WHERE id = ?", id));
        });
        TransactionTemplate reading = new TransactionTemplate(manager());
        reading.setReadOnly(true);
        Long labelled = reading.execute(status -> count("entry WHERE label LIKE 'row %'"));
        assertThat(labelled).isEqualTo(20);
    }

    private long account(String owner) {
        jdbc().update("INSERT INTO account (owner) VALUES (?)", owner);
        return Objects.requireNonNull(
                jdbc().queryForObject("SELECT id FROM account WHERE owner = ?", Long.class, owner));
    }

    private BigDecimal balance(String owner) {
        return Objects.requireNonNull(
                jdbc().queryForObject("SELECT balance FROM account WHERE owner = ?", BigDecimal.class, owner));
    }

    private @Nullable String owner(long id) {
        return jdbc().queryForObject("SELECT owner FROM account WHERE id = ?", String.class, id);
    }

    private long count(String where) {
        return Objects.requireNonNull(jdbc().queryForObject("SELECT count(*) FROM " + where, Long.class));
    }

    private JdbcTemplate jdbc() {
        return Objects.requireNonNull(jdbc);
    }

    private PlatformTransactionManager manager() {
        return Objects.requireNonNull(manager);
    }
}
