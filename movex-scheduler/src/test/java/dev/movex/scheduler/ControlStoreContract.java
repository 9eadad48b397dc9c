package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.MigrationState;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.control.ControlRow;
import dev.movex.core.control.Fence;
import dev.movex.core.control.Intent;
import dev.movex.core.control.SideFence;
import dev.movex.testkit.database.DatabasePair;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Control rows and records in a real database of each kind. */
abstract class ControlStoreContract {
    private static final Duration SOON = Duration.ofSeconds(1);
    private Databases databases;
    private JdbcControlStore store;

    @BeforeEach
    void install(DatabasePair pair) throws SQLException {
        databases = Databases.of(pair.src(), pair.dst());
        store = new JdbcControlStore("lab", databases);
        assertThat(store.read(Side.SRC)).isEmpty();
        store.install();
        store.install();
    }

    private ControlRow row(Side side) throws SQLException {
        return store.read(side).orElseThrow();
    }

    @Test
    void aRowIsSetOnlyFromWhatItIsExpectedToBe() throws Exception {
        ControlRow src = row(Side.SRC);
        assertThat(src.open()).isTrue();
        assertThat(row(Side.DST).open()).isFalse();
        Intent intent = new Intent(
                Pattern.SRC_ONLY,
                Pattern.SRC_FIRST,
                MigrationState.SRC_FIRST,
                2,
                Instant.EPOCH,
                "who",
                "it's \"why\" é");
        ControlRow with = src.withIntent(intent);
        assertThat(store.compareAndSet(src, with, SOON)).isTrue();
        assertThat(row(Side.SRC)).isEqualTo(with);
        assertThat(store.compareAndSet(src, src.closed(), SOON)).isFalse();
        ControlRow raised = with.withIntent(null).raised(2, Pattern.SRC_FIRST, false, MigrationState.SRC_FIRST);
        assertThat(store.compareAndSet(with, raised, SOON)).isTrue();
        assertThat(row(Side.SRC)).isEqualTo(raised);
    }

    @Test
    void whoPassedTheFenceIsWaitedForAndEndedIfItDoesNotLetGo() throws Exception {
        ControlRow src = row(Side.SRC);
        try (Connection passed = databases.begin(Side.SRC)) {
            new Fence("lab").check(passed, databases.srcDialect(), new SideFence(Side.SRC, 1, true));
            if (!tellsWhoHolds()) {
                assertThatThrownBy(() -> store.compareAndSet(src, src.closed(), Duration.ofMillis(100)))
                        .isInstanceOf(SQLException.class);
                passed.rollback();
                return;
            }
            assertThat(store.compareAndSet(src, src.closed(), Duration.ofSeconds(6)))
                    .isTrue();
            assertThatThrownBy(passed::commit).isInstanceOf(SQLException.class);
        }
        assertThat(row(Side.SRC).open()).isFalse();
    }

    /** MySQL tells whose locks somebody waits for by its performance schema alone, which may be off. */
    private boolean tellsWhoHolds() throws SQLException {
        if (!databases.srcDialect().name().equals("mysql")) {
            return true;
        }
        try (Connection connection = databases.connect(Side.SRC);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@performance_schema")) {
            return row.next() && row.getBoolean(1);
        }
    }

    @Test
    void whoLetsGoOfTheFenceInTimeIsNotEnded() throws Exception {
        ControlRow src = row(Side.SRC);
        try (Connection passed = databases.begin(Side.SRC)) {
            new Fence("lab").check(passed, databases.srcDialect(), new SideFence(Side.SRC, 1, true));
            CompletableFuture<Boolean> closing = CompletableFuture.supplyAsync(() -> {
                try {
                    return store.compareAndSet(src, src.closed(), Duration.ofMinutes(2));
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(row(Side.SRC).open()).isTrue();
            passed.commit();
            assertThat(closing.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void recordsAreReplacedAndTheLogGrows() throws Exception {
        Records records = new Records("lab", databases);
        records.put("kind", "b", "1");
        records.put("kind", "a", "é😀 '\\\"");
        records.put("kind", "b", "2");
        records.put("other", "b", "3");
        assertThat(records.read("kind")).isEqualTo(Map.of("a", "é😀 '\\\"", "b", "2"));
        records.delete("kind");
        assertThat(records.read("kind")).isEmpty();
        assertThat(records.read("other")).hasSize(1);
        records.append("log", "first");
        records.append("log", "second");
        assertThat(records.log("log")).containsExactly("first", "second");
    }
}
