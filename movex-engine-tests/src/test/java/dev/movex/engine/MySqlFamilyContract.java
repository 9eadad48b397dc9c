package dev.movex.engine;

import static dev.movex.engine.Lab.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.TableAccess;
import dev.movex.core.access.Watch;
import dev.movex.core.control.Fence;
import dev.movex.core.control.FencedException;
import dev.movex.core.control.SideFence;
import dev.movex.core.copy.Copier;
import dev.movex.core.copy.CopyOptions;
import dev.movex.core.copy.CopyResult;
import dev.movex.core.copy.CopyWay;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.plan.PlanDraft;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.Table;
import dev.movex.core.row.Row;
import dev.movex.core.row.RowKey;
import dev.movex.testkit.database.DatabasePair;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is particular about MySQL and MariaDB. */
abstract class MySqlFamilyContract {
    private static final SideFence OPEN = new SideFence(Side.SRC, 1, true);
    private static final Fence FENCE = new Fence(Lab.MIGRATION);
    private Lab lab;
    private Dialect dialect;

    @BeforeEach
    void create(DatabasePair pair) {
        lab = Lab.of(
                pair,
                "CREATE TABLE item (id bigint AUTO_INCREMENT PRIMARY KEY, code text UNIQUE, note text)",
                "CREATE TABLE word (k VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci PRIMARY KEY, note text)");
        dialect = lab.databases().srcDialect();
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void anImageDoesNotOverwriteAnotherRowByItsUniqueValue() throws Exception {
        lab.exec(Side.SRC, "INSERT INTO item VALUES (9007199254740993, 'a', 'mine')");
        TableAccess items = lab.databases().table(lab.table("item"), Side.SRC);
        Row other = new Row(RowKey.of("2"), List.of("2", "a", "other"));
        try (Connection connection = lab.databases().begin(Side.SRC)) {
            assertThatThrownBy(() -> items.upsert(connection, List.of(other)))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(dialect.uniqueViolation(e)).isTrue());
            assertThatThrownBy(() -> items.insert(connection, List.of(other)))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(dialect.uniqueViolation(e)).isTrue());
            connection.commit();
        }
        assertThat(lab.rows(Side.SRC, "item")).containsExactly("(9007199254740993,a,mine)");
    }

    @Test
    void aJournalRowLeavesWhatTheApplicationReadsOfItsConnectionAlone(DatabasePair pair) throws Exception {
        try (Connection connection = pair.src().getConnection()) {
            connection.setAutoCommit(false);
            execute(connection, "INSERT INTO item (code) VALUES ('x')");
            String given = ask(connection, "SELECT LAST_INSERT_ID()");
            FENCE.journal(connection, dialect, "test", "{}", OPEN);
            assertThat(ask(connection, "SELECT LAST_INSERT_ID()")).isEqualTo(given);
            connection.commit();
        }
        assertThat(lab.journalRows(Side.SRC)).isEqualTo(1);
    }

    @Test
    void aClosedSideRefusesTheJournalRowInALaxSessionToo(DatabasePair pair) throws Exception {
        lab.control(Side.SRC, 1, false);
        try (Connection connection = pair.src().getConnection()) {
            execute(connection, "SET SESSION sql_mode = ''");
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> FENCE.journal(connection, dialect, "test", "{}", OPEN))
                    .isInstanceOf(FencedException.class);
            connection.commit();
        }
        assertThat(lab.journalRows(Side.SRC)).isZero();
    }

    @Test
    void aTransactionWithAnOldSnapshotSeesTheNewEpoch(DatabasePair pair) throws Exception {
        try (Connection connection = pair.src().getConnection()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            ask(connection, "SELECT COUNT(*) FROM movex.control");
            lab.control(Side.SRC, 2, true);
            assertThat(ask(connection, "SELECT epoch FROM movex.control")).isEqualTo("1");
            assertThatThrownBy(() -> FENCE.check(connection, dialect, OPEN)).isInstanceOf(FencedException.class);
            assertThatThrownBy(() -> FENCE.journal(connection, dialect, "test", "{}", OPEN))
                    .isInstanceOf(FencedException.class);
            connection.rollback();
        }
    }

    @Test
    void theFenceIsClosedWhenAllWhoPassedItHaveEnded() throws Exception {
        try (Connection passed = lab.databases().begin(Side.SRC);
                Connection closing = lab.databases().begin(Side.SRC)) {
            FENCE.check(passed, dialect, OPEN);
            execute(closing, dialect.control().boundWaits(1));
            assertThatThrownBy(() -> FENCE.close(closing, dialect))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(dialect.transientFailure(e)).isTrue());
            passed.rollback();
            FENCE.close(closing, dialect);
            assertThat(lab.fenceFree(Side.SRC)).isFalse();
            closing.rollback();
        }
    }

    @Test
    void aJournalRowHoldsTheFence() throws Exception {
        try (Connection writing = lab.databases().begin(Side.SRC)) {
            FENCE.journal(writing, dialect, "test", "{}", OPEN);
            assertThat(lab.fenceFree(Side.SRC)).isFalse();
            writing.rollback();
        }
        assertThat(lab.fenceFree(Side.SRC)).isTrue();
    }

    @Test
    void aSessionGetsBackWhatWasTakenFromIt(DatabasePair pair) throws Exception {
        String all = "SELECT CONCAT_WS('/', @@SESSION.time_zone, @@SESSION.sql_mode, @@SESSION.foreign_key_checks + 0,"
                + " @@SESSION.innodb_lock_wait_timeout)";
        try (Connection connection = pair.src().getConnection()) {
            execute(connection, "SET SESSION time_zone = '+03:00', SESSION sql_mode = 'ANSI_QUOTES'");
            execute(connection, "SET SESSION innodb_lock_wait_timeout = 17");
            String before = ask(connection, all);
            for (int i = 0; i < 2; i++) {
                List<String> taken = new ArrayList<>(dialect.canonicalTransaction());
                taken.add(dialect.beginImages());
                taken.add(dialect.boundLockWaits(Duration.ofSeconds(3)));
                taken.addAll(List.copyOf(taken));
                dialect.run(connection, taken);
                assertThat(ask(connection, all)).startsWith("+00:00/").endsWith("/0/3");
                dialect.run(connection, dialect.restoreSession());
                assertThat(ask(connection, all)).isEqualTo(before);
            }
            dialect.run(connection, dialect.restoreSession());
            assertThat(ask(connection, all)).isEqualTo(before);
        }
    }

    @Test
    void countersAreRaisedAndNeverLowered() throws Exception {
        PlannedTable planned = lab.table("item");
        Table table = planned.src();
        lab.exec(Side.SRC, "INSERT INTO item (code) VALUES ('x'), ('y')");
        try (Connection connection = lab.databases().connect(Side.SRC)) {
            assertThat(dialect.readCounter(connection, table, table.column("id")))
                    .contains(2L);
            dialect.raiseCounter(connection, table, table.column("id"), 1000);
            assertThat(dialect.readCounter(connection, table, table.column("id")))
                    .contains(1000L);
            dialect.raiseCounter(connection, table, table.column("id"), 500);
            execute(connection, "INSERT INTO item (code) VALUES ('z')");
            assertThat(ask(connection, "SELECT MAX(id) FROM item")).isEqualTo("1001");
            assertThat(dialect.readCounter(connection, table, table.column("code")))
                    .isEmpty();
        }
    }

    @Test
    void keysThatTheServerTakesForEqualAreOneRow() throws Exception {
        lab.exec(Side.SRC, "INSERT INTO word VALUES ('Straße', 'new')");
        lab.exec(Side.DST, "INSERT INTO word VALUES ('STRAßE', 'old')");
        lab.repair(key("word", "straße"));
        assertThat(lab.rows(Side.DST, "word")).containsExactly("(Straße,new)");
        try (Connection connection = lab.databases().connect(Side.SRC)) {
            List<RowKey> keys = List.of(RowKey.of("Ab "), RowKey.of("aB"), RowKey.of("b"));
            assertThat(lab.databases().table(lab.table("word"), Side.SRC).canonical(connection, keys).values().stream()
                            .distinct())
                    .hasSize(2);
        }
    }

    @Test
    void whoMayNotSeeOtherTransactionsIsToldWhatIsMissing(DatabasePair pair) throws Exception {
        String root = pair.source().server().username();
        String password = pair.source().server().password();
        String url = pair.srcUrl();
        try (Connection administrator = java.sql.DriverManager.getConnection(url, root, password)) {
            execute(administrator, "CREATE USER blind@'%' IDENTIFIED BY 'Blind-1-blind'");
            execute(administrator, "GRANT SELECT ON *.* TO blind@'%'");
            try (Connection blind = java.sql.DriverManager.getConnection(url, "blind", "Blind-1-blind")) {
                assertThatThrownBy(() -> dialect.oldestTransaction(blind))
                        .isInstanceOf(MovexException.class)
                        .hasMessageContaining("SESSIONS_HIDDEN")
                        .hasMessageContaining("GRANT PROCESS");
                assertThat(dialect.checkServer(blind, Side.SRC).stream().map(p -> p.code()))
                        .contains("NO_PRIVILEGE_PROCESS", "NO_PRIVILEGE_CREATE");
            } finally {
                execute(administrator, "DROP USER blind@'%'");
            }
        }
    }

    @Test
    void aTableWithoutTransactionsAndATriggerOfTheTargetStandInTheWay(DatabasePair pair) throws Exception {
        lab.execBoth("CREATE TABLE old (id int PRIMARY KEY) ENGINE = MyISAM");
        lab.exec(Side.DST, "CREATE TRIGGER meddles BEFORE INSERT ON item FOR EACH ROW SET NEW.note = 'x'");
        PlanDraft draft = Lab.draft(pair, PlanOptions.all());
        assertThat(draft.problems().stream().filter(p -> p.blocking()).map(p -> p.code() + " " + p.where()))
                .containsExactlyInAnyOrder(
                        "TABLE_NOT_TRANSACTIONAL " + pair.source().name() + ".old",
                        "TABLE_NOT_TRANSACTIONAL " + pair.target().name() + ".old",
                        "TRIGGERS_ON_TARGET " + pair.target().name() + ".item");
    }

    @Test
    void twoDatabasesOfOneServerAreNoTwoSides(DatabasePair pair) throws Exception {
        DatabasePair same = new DatabasePair(pair.source(), pair.source());
        assertThat(Lab.draft(same, PlanOptions.all()).problems().stream().map(p -> p.code()))
                .contains("SAME_DATABASE");
    }

    @Test
    void aCounterBeyondAllThatCanBeRaisedIsTold() throws Exception {
        lab.execBoth("ALTER TABLE item MODIFY id bigint unsigned AUTO_INCREMENT");
        lab.exec(Side.SRC, "INSERT INTO item (id) VALUES (9223372036854775808)");
        Table table = lab.table("item").src();
        try (Connection connection = lab.databases().connect(Side.SRC)) {
            assertThatThrownBy(() -> dialect.readCounter(connection, table, table.column("id")))
                    .isInstanceOf(MovexException.class)
                    .hasMessageContaining("COUNTER_TOO_HIGH");
        }
    }

    private CopyResult copyItems(Databases databases) throws Exception {
        return new Copier(
                        lab.plan(),
                        databases,
                        CursorStore.inMemory(),
                        lab.repairer(Hooks.real()),
                        CopyOptions.standard(),
                        Hooks.real())
                .copyTable(lab.table("item"), lab::authority, Watch.none());
    }

    @Test
    void aValueThatDoesNotFitIsNotBent() {
        lab.exec(Side.DST, "ALTER TABLE item MODIFY note VARCHAR(5)");
        lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'a', 'short'), (2, 'b', 'too long')");
        assertThatThrownBy(() -> copyItems(lab.databases()))
                .isInstanceOf(MovexException.class)
                .hasMessageContaining("VALUE_REFUSED")
                .hasMessageNotContaining("too long");
        assertThat(lab.rows(Side.DST, "item"))
                .containsExactly(lab.rows(Side.SRC, "item").get(0));
    }

    @Test
    void rowsGoByInsertsWhereTheServerTakesNoLocalFile(DatabasePair pair) throws Exception {
        lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'a', NULL), (2, 'b', '')");
        assertThat(copyItems(lab.databases()).ways()).containsOnlyKeys(CopyWay.STRAIGHT);
        lab.exec(Side.DST, "DELETE FROM item");
        String url = pair.dstUrl();
        try (Connection administrator = java.sql.DriverManager.getConnection(
                url, pair.target().server().username(), pair.target().server().password())) {
            execute(administrator, "SET GLOBAL local_infile = 0");
            try {
                CopyResult result = copyItems(lab.databases());
                assertThat(result.ways()).containsOnlyKeys(CopyWay.ROWS);
                assertThat(result.proven()).isTrue();
            } finally {
                execute(administrator, "SET GLOBAL local_infile = 1");
            }
        }
        assertThat(lab.rows(Side.DST, "item")).isEqualTo(lab.rows(Side.SRC, "item"));
    }
}
