package dev.movex.compatibility.mybatis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.compatibility.BankTables;
import dev.movex.compatibility.FrameworkContract;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.ServerKind;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.apache.ibatis.cursor.Cursor;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.executor.BatchResult;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.session.TransactionIsolationLevel;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An application that writes through MyBatis. */
abstract class MyBatisContract extends FrameworkContract {
    private @Nullable SqlSessionFactory sessions;
    private @Nullable ServerKind dialect;

    @Override
    protected void createTables(Database database) throws SQLException {
        BankTables.create(database);
    }

    @Override
    protected void start(DataSource movex, ServerKind spoken) {
        dialect = spoken;
        Configuration configuration = new Configuration(new Environment("movex", new JdbcTransactionFactory(), movex));
        configuration.addMapper(BankMapper.class);
        sessions = new SqlSessionFactoryBuilder().build(configuration);
    }

    @Test
    void fillsInGeneratedKeys() {
        Note first = new Note("generated");
        List<Note> more = List.of(new Note("more-1"), new Note("more-2"), new Note("more-3"));
        try (SqlSession session = sessions().openSession()) {
            BankMapper bank = session.getMapper(BankMapper.class);
            assertThat(bank.open(first)).isEqualTo(1);
            assertThat(bank.openAll(more)).isEqualTo(3);
            session.commit();
        }
        assertThat(first.id).isPositive();
        // MariaDB's driver tells of the first key of an INSERT of several rows alone
        List<Note> told = dialect == ServerKind.MARIADB ? more.subList(0, 1) : more;
        assertThat(told).extracting(note -> note.id).doesNotContainNull().doesNotHaveDuplicates();
    }

    @Test
    void readsAKeyBeforeItInserts() {
        try (SqlSession session = sessions().openSession(true)) {
            BankMapper bank = session.getMapper(BankMapper.class);
            Note account = opened(bank, "select-key");
            Note entry = new Note(account.id, "first", 1);
            bank.book(entry);
            Note next = new Note(account.id, "second", 2);
            bank.book(next);
            assertThat(next.id).isEqualTo(Objects.requireNonNull(entry.id) + 1);
        }
    }

    @Test
    void flushesABatch() {
        try (SqlSession session = sessions().openSession(ExecutorType.BATCH)) {
            BankMapper bank = session.getMapper(BankMapper.class);
            Note account = opened(bank, "batch");
            session.flushStatements();
            for (int i = 0; i < 60; i++) {
                bank.put(entry(10_000 + i, account, i));
            }
            for (int i = 0; i < 30; i++) {
                bank.change(entry(10_000 + i, account, 100));
            }
            List<BatchResult> results = session.flushStatements();
            assertThat(results).hasSize(2);
            assertThat(results.get(1).getUpdateCounts()).hasSize(30).containsOnly(1);
            session.commit();
            bank.put(entry(10_100, account, 1));
            session.rollback();
        }
    }

    @Test
    void generatesKeysInABatch() {
        List<Note> accounts = new ArrayList<>();
        try (SqlSession session = sessions().openSession(ExecutorType.BATCH)) {
            for (int i = 0; i < 12; i++) {
                Note account = new Note("batch-key-" + i);
                accounts.add(account);
                session.getMapper(BankMapper.class).open(account);
            }
            session.commit();
        }
        assertThat(accounts).extracting(note -> note.id).doesNotContainNull().doesNotHaveDuplicates();
    }

    @Test
    void writesWhatACursorReads() throws IOException {
        try (SqlSession session = sessions().openSession(TransactionIsolationLevel.READ_COMMITTED)) {
            BankMapper bank = session.getMapper(BankMapper.class);
            Note account = opened(bank, "cursor");
            for (int i = 0; i < 23; i++) {
                bank.put(entry(20_000 + i, account, i));
            }
            List<Long> ids = new ArrayList<>();
            try (Cursor<Note> entries = bank.entries(Objects.requireNonNull(account.id))) {
                entries.forEach(entry -> ids.add(Objects.requireNonNull(entry.id)));
            }
            assertThat(ids).hasSize(23);
            assertThat(bank.label(account.id, ids.subList(0, 10), "labelled")).isEqualTo(10);
            assertThat(bank.drop(account.id, 5)).isEqualTo(5);
            session.commit();
            assertThat(bank.count(account.id)).isEqualTo(18);
        }
    }

    @Test
    void rollsBack() {
        try (SqlSession session = sessions().openSession(ExecutorType.REUSE)) {
            BankMapper bank = session.getMapper(BankMapper.class);
            Note kept = opened(bank, "kept");
            session.commit();
            opened(bank, "dropped");
            assertThatThrownBy(() -> opened(bank, "kept")).isInstanceOf(PersistenceException.class);
            session.rollback();
            bank.put(entry(30_000, kept, 1));
            session.commit();
            assertThat(bank.count(Objects.requireNonNull(kept.id))).isEqualTo(1);
        }
    }

    private static Note opened(BankMapper bank, String owner) {
        Note account = new Note(owner);
        bank.open(account);
        return account;
    }

    private static Note entry(long id, Note account, int amount) {
        Note entry = new Note(account.id, "entry " + id, amount);
        entry.id = id;
        return entry;
    }

    private SqlSessionFactory sessions() {
        return Objects.requireNonNull(sessions);
    }
}
