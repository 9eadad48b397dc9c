package dev.movex.compatibility.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.compatibility.FrameworkContract;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.ServerKind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.integration.jdbc.lock.DefaultLockRepository;
import org.springframework.integration.jdbc.lock.JdbcLockRegistry;
import org.springframework.integration.jdbc.metadata.JdbcMetadataStore;
import org.springframework.integration.jdbc.store.JdbcChannelMessageStore;
import org.springframework.integration.jdbc.store.JdbcMessageStore;
import org.springframework.integration.jdbc.store.channel.MySqlChannelMessageStoreQueryProvider;
import org.springframework.integration.jdbc.store.channel.PostgresChannelMessageStoreQueryProvider;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.transaction.support.TransactionTemplate;

/** An application whose queues, groups of messages, locks and marks lie in Spring Integration's tables. */
abstract class IntegrationContract extends FrameworkContract {
    private @Nullable DataSource database;
    private @Nullable TransactionTemplate transactions;
    private boolean postgres;

    @Override
    protected void createTables(Database side) throws SQLException {
        boolean there = side.server().kind() == ServerKind.POSTGRESQL;
        executeScript(
                side, "/org/springframework/integration/jdbc/schema-" + (there ? "postgresql" : "mysql") + ".sql");
    }

    @Override
    protected void start(DataSource movex, ServerKind dialect) {
        database = movex;
        transactions = new TransactionTemplate(new JdbcTransactionManager(movex));
        postgres = dialect == ServerKind.POSTGRESQL;
    }

    private DataSource database() {
        return Objects.requireNonNull(database);
    }

    private TransactionTemplate transactions() {
        return Objects.requireNonNull(transactions);
    }

    @Test
    void queuesInATable() {
        JdbcChannelMessageStore queue = new JdbcChannelMessageStore(database());
        queue.setChannelMessageStoreQueryProvider(
                postgres
                        ? new PostgresChannelMessageStoreQueryProvider()
                        : new MySqlChannelMessageStoreQueryProvider());
        queue.setRegion("orders");
        queue.afterPropertiesSet();
        for (int i = 0; i < 5; i++) {
            queue.addMessageToGroup("q", new GenericMessage<>("order " + i));
        }
        transactions().executeWithoutResult(status -> {
            assertThat(queue.pollMessageFromGroup("q")).isNotNull();
            assertThat(queue.pollMessageFromGroup("q")).isNotNull();
        });
        transactions().executeWithoutResult(status -> {
            assertThat(queue.pollMessageFromGroup("q")).isNotNull();
            status.setRollbackOnly();
        });
        assertThat(queue.messageGroupSize("q")).isEqualTo(3);
        queue.addMessageToGroup("other", new GenericMessage<>("lost"));
        queue.removeMessageGroup("other");
    }

    @Test
    void groupsOfMessages() {
        JdbcMessageStore store = new JdbcMessageStore(database());
        Message<String> single = store.addMessage(new GenericMessage<>("single"));
        Message<String> removed = store.addMessage(new GenericMessage<>("removed"));
        store.removeMessage(Objects.requireNonNull(removed.getHeaders().getId()));
        Message<String> first = new GenericMessage<>("first");
        Message<String> second = new GenericMessage<>("second");
        store.addMessagesToGroup("g", first, second, single);
        store.setGroupCondition("g", "waiting");
        store.setLastReleasedSequenceNumberForGroup("g", 2);
        store.removeMessagesFromGroup("g", first);
        store.completeGroup("g");
        store.addMessageToGroup("gone", new GenericMessage<>("third"));
        store.removeMessageGroup("gone");
        assertThat(store.getMessagesForGroup("g")).hasSize(2);
    }

    @Test
    void locksAndMarks() throws InterruptedException {
        DefaultLockRepository repository = new DefaultLockRepository(database());
        repository.setTransactionManager(new JdbcTransactionManager(database()));
        repository.afterPropertiesSet();
        repository.afterSingletonsInstantiated();
        JdbcLockRegistry locks = new JdbcLockRegistry(repository, Duration.ofMinutes(5));
        Lock held = locks.obtain("held");
        assertThat(held.tryLock(5, TimeUnit.SECONDS)).isTrue();
        locks.renewLock("held");
        Lock freed = locks.obtain("freed");
        assertThat(freed.tryLock(5, TimeUnit.SECONDS)).isTrue();
        freed.unlock();
        repository.deleteExpired();
        JdbcMetadataStore marks = new JdbcMetadataStore(database());
        marks.afterPropertiesSet();
        transactions().executeWithoutResult(status -> {
            marks.put("file", "1");
            marks.put("file", "2");
            assertThat(marks.putIfAbsent("file", "3")).isEqualTo("2");
            assertThat(marks.putIfAbsent("new", "1")).isNull();
            assertThat(marks.replace("new", "1", "2")).isTrue();
            marks.put("old", "1");
            marks.remove("old");
        });
    }
}
