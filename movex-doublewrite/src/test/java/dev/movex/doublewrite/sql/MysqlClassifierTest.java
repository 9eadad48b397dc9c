package dev.movex.doublewrite.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.Dialects;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.Column.Identity;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.ForeignKey;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.Table;
import dev.movex.core.plan.TableName;
import dev.movex.core.row.RowKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statements of MySQL and MariaDB: each text has one class, and what is not known for sure goes the safe way. */
class MysqlClassifierTest {
    private static final String STRICT = "STRICT_TRANS_TABLES,NO_ZERO_DATE";
    private static final Column ID = column("id", "bigint", ColumnKind.INTEGER, Identity.BY_DEFAULT, false);
    private static final Column K = column("k", "int", ColumnKind.INTEGER, Identity.NONE, false);
    private static final Column A = column("a", "varchar(20)", ColumnKind.TEXT, Identity.NONE, false);
    private static final Column N = column("userN", "int", ColumnKind.INTEGER, Identity.NONE, false);
    private static final Column AT = column("at", "timestamp", ColumnKind.INSTANT, Identity.NONE, true);

    private static final Dialect MYSQL = Dialects.named("mysql");

    private final PlannedTables tables = new PlannedTables(plan(), Side.SRC, MYSQL, MYSQL);
    private final Names mysql = names(false, STRICT, 0);
    private final Names mariadb = names(true, STRICT, 0);

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                // rows addressed by their key, values bound or literal
                "REPLAY~ INSERT INTO p (k, a) VALUES (?, ?)",
                "REPLAY~ insert p (K, `A`) values (1, \"it's\"), (2, NULL)",
                "REPLAY~ INSERT INTO shop.p (k, a) VALUES (?, ?) -- done",
                "REPLAY~ INSERT INTO g (a, usern) VALUES (?, ?) # done",
                "REPLAY~ INSERT LOW_PRIORITY INTO `p` (k, userN) VALUES (?, -5)",
                "REPLAY~ UPDATE p SET a = ? WHERE k = ?",
                "REPLAY~ UPDATE `shop`.`p` SET a = 'x' WHERE k = 7 AND usern IS NULL",
                "REPLAY~ UPDATE p AS x SET x.a = ? WHERE x.k = ?",
                "REPLAY~ DELETE FROM p WHERE k = ?",
                "REPLAY~ DELETE QUICK FROM p WHERE k = ? AND a = ?",
                // what the primary computes or chooses
                "IMAGE~ INSERT INTO p (k, a) VALUES (?, UPPER(?))",
                "IMAGE~ INSERT INTO p (k, a) VALUES (?, 'a\\'b')",
                "IMAGE~ INSERT INTO p (k, a) VALUES (?, _latin1'x')",
                "IMAGE~ INSERT INTO p (k, a) VALUES (?, x'41')",
                "IMAGE~ INSERT INTO p (k, a) VALUES (?, 0x41)",
                "IMAGE~ INSERT INTO p (k, a) VALUES (?, 'a' 'b')",
                "IMAGE~ INSERT INTO p (k, a) VALUES (?, @x := 5)",
                "IMAGE~ INSERT INTO p SET k = ?, a = ?",
                "IMAGE~ INSERT INTO p VALUES (?, ?, ?)",
                "IMAGE~ INSERT INTO p (k, a) VALUE (?, ?)",
                "IMAGE~ INSERT INTO p (k, a) VALUES (1, a), (2, DEFAULT)",
                "IMAGE~ INSERT IGNORE INTO p (k, a) VALUES (?, ?)",
                "IMAGE~ INSERT INTO p (k, a) VALUES (?, ?) ON DUPLICATE KEY UPDATE a = VALUES(a), userN = userN + 1",
                "IMAGE~ INSERT INTO p (k, a) VALUES (?, ?) AS new ON DUPLICATE KEY UPDATE a = new.a",
                "IMAGE~ INSERT INTO p (k, a) VALUES (?, ?) ON DUPLICATE KEY UPDATE k = VALUES(k)",
                "IMAGE~ INSERT INTO g (a) VALUES (?) ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id)",
                "IMAGE~ REPLACE INTO p (k, a) VALUES (?, ?)",
                "IMAGE~ REPLACE p SET k = 1, a = 'x'",
                "IMAGE~ INSERT INTO g (id, a) VALUES (NULL, ?)",
                "IMAGE~ INSERT INTO g (a) VALUES (?), (?)",
                "IMAGE~ INSERT INTO g () VALUES ()",
                "IMAGE~ INSERT INTO g (a) SELECT a FROM p",
                "IMAGE~ INSERT INTO p (k, a) SELECT ?, ? FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM p WHERE k = ?)",
                "IMAGE~ INSERT INTO p (a, k) SELECT CONCAT(a, '!'), 7 AS k FROM p HAVING COUNT(*) = 0",
                "IMAGE~ INSERT INTO p (k, a) SELECT 7, a FROM p LIMIT 1 ON DUPLICATE KEY UPDATE a = 'x'",
                "IMAGE~ INSERT INTO g (a) (SELECT a FROM p)",
                "IMAGE~ INSERT INTO g (a) WITH c AS (SELECT a FROM p) SELECT a FROM c",
                "IMAGE~ INSERT INTO stamped (k, a, at) VALUES (?, ?, NOW())",
                "IMAGE~ INSERT INTO stamped (k, a) VALUES (?, ?)",
                "IMAGE~ INSERT INTO trig (k, a) VALUES (?, ?)",
                "IMAGE~ UPDATE p SET userN = userN + 1 WHERE k = ?",
                "IMAGE~ UPDATE p SET a = ? WHERE k IN (?, ?)",
                "IMAGE~ UPDATE p SET a = ? WHERE k = ? OR k = ?",
                "IMAGE~ UPDATE p SET a = ? ORDER BY userN DESC LIMIT 3",
                "IMAGE~ UPDATE IGNORE p SET a = ? WHERE k = ?",
                "IMAGE~ UPDATE p SET a = ?",
                "IMAGE~ UPDATE p SET k = ? WHERE k = ?",
                "IMAGE~ UPDATE p SET k = k + 100, a = ?",
                "IMAGE~ UPDATE p JOIN free f ON f.k = p.k SET p.a = f.a WHERE f.x > ?",
                "IMAGE~ UPDATE free f, p SET a = 'x' WHERE f.k = p.k",
                "IMAGE~ UPDATE (p, g) SET p.a = g.a WHERE p.k = g.id",
                "IMAGE~ DELETE FROM p WHERE k < ? ORDER BY k LIMIT ?",
                "IMAGE~ DELETE FROM p",
                "IMAGE~ DELETE p FROM p JOIN free f ON f.k = p.k",
                "IMAGE~ DELETE x.*, y FROM p AS x, g y WHERE x.k = y.id",
                "IMAGE~ DELETE FROM x USING p x LEFT JOIN free f ON f.k = x.k WHERE f.k IS NULL",
                "IMAGE~ WITH c AS (SELECT 1 AS k) UPDATE p JOIN c ON c.k = p.k SET a = ?",
                "IMAGE~ WITH c AS (SELECT 1 AS k) DELETE FROM p WHERE k IN (SELECT k FROM c)",
                "IMAGE~ UPDATE p SET a = NEXT VALUE FOR s WHERE k = 1",
                "REPLAY~ DELETE FROM parent WHERE k = ?",
                "IMAGE~ UPDATE parent SET k = ? WHERE k = ?",
                // as the JDBC call
                "TRANSACTION_CONTROL~ BEGIN",
                "TRANSACTION_CONTROL~ BEGIN WORK",
                "TRANSACTION_CONTROL~ START TRANSACTION READ ONLY, WITH CONSISTENT SNAPSHOT",
                "TRANSACTION_CONTROL~ COMMIT WORK",
                "TRANSACTION_CONTROL~ COMMIT AND NO CHAIN",
                "TRANSACTION_CONTROL~ ROLLBACK",
                "TRANSACTION_CONTROL~ ROLLBACK TO SAVEPOINT `A b`",
                "TRANSACTION_CONTROL~ SAVEPOINT a",
                "TRANSACTION_CONTROL~ RELEASE SAVEPOINT a",
                "TRANSACTION_CONTROL~ SET autocommit = 0",
                "TRANSACTION_CONTROL~ set @@session.autocommit=ON",
                // not mirrored
                "PRIMARY_ONLY~ # nothing",
                "PRIMARY_ONLY~ SELECT * FROM p WHERE k = ? FOR UPDATE SKIP LOCKED",
                "PRIMARY_ONLY~ SELECT * FROM p LOCK IN SHARE MODE",
                "PRIMARY_ONLY~ SELECT 'INSERT INTO p' , \"into\" , `into` FROM p",
                "PRIMARY_ONLY~ SELECT 1 --1 FROM p",
                "PRIMARY_ONLY~ SELECT GET_LOCK('x', 5)",
                "PRIMARY_ONLY~ SELECT NEXT VALUE FOR s",
                "PRIMARY_ONLY~ SELECT @a := k INTO @b FROM p",
                "PRIMARY_ONLY~ (SELECT 1) UNION (SELECT 2)",
                "PRIMARY_ONLY~ WITH c AS (SELECT * FROM p) SELECT * FROM c",
                "PRIMARY_ONLY~ TABLE p",
                "PRIMARY_ONLY~ SHOW TABLES",
                "PRIMARY_ONLY~ DESCRIBE p",
                "PRIMARY_ONLY~ EXPLAIN DELETE FROM p",
                "PRIMARY_ONLY~ EXPLAIN ANALYZE SELECT * FROM p",
                "PRIMARY_ONLY~ USE other",
                "PRIMARY_ONLY~ SET NAMES utf8mb4",
                "PRIMARY_ONLY~ SET time_zone = '+02:00', @a = 1",
                "PRIMARY_ONLY~ SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
                "PRIMARY_ONLY~ SET @@sql_mode = 'ANSI_QUOTES'",
                "PRIMARY_ONLY~ SET insert_id = 5, last_insert_id = 5, timestamp = 0",
                "PRIMARY_ONLY~ SET GLOBAL autocommit = 0",
                "PRIMARY_ONLY~ DO RELEASE_LOCK('x')",
                "PRIMARY_ONLY~ HANDLER p OPEN",
                "PRIMARY_ONLY~ INSERT INTO free (k) VALUES (1)",
                "PRIMARY_ONLY~ INSERT INTO other.p (k) VALUES (1)",
                "PRIMARY_ONLY~ INSERT INTO P (k) VALUES (1)",
                "PRIMARY_ONLY~ UPDATE free JOIN p ON p.k = free.k SET free.a = p.a",
                "PRIMARY_ONLY~ DELETE f FROM free f JOIN p ON p.k = f.k",
                "PRIMARY_ONLY~ LOAD DATA LOCAL INFILE 'x' INTO TABLE free",
                "PRIMARY_ONLY~ CREATE TEMPORARY TABLE x (k int)",
                "PRIMARY_ONLY~ DROP TEMPORARY TABLE x",
                "PRIMARY_ONLY~ SELECT /*!40001 SQL_NO_CACHE */ * FROM p",
                "PRIMARY_ONLY~ SELECT /* plain */ /*+ MAX_EXECUTION_TIME(5) */ * FROM p",
                // refused while two databases are written
                "DENIED~ /*!50000 DELETE FROM p */",
                "DENIED~ DELETE FROM free /*!50000 , p */",
                "DENIED~ UPDATE p SET a = ? /*M! , k = 5 */ WHERE k = ?",
                "DENIED~ UPDATE /*+ SET_VAR(sql_mode='') */ p SET a = ? WHERE k = ?",
                "DENIED~ SELECT 1 /*! ; DELETE FROM p */",
                "DENIED~ INSERT INTO 2024p.x SELECT 'open",
                "DENIED~ CREATE TABLE x (k int)",
                "DENIED~ ALTER TABLE p ADD b int",
                "DENIED~ DROP TABLE free",
                "DENIED~ RENAME TABLE free TO f",
                "DENIED~ TRUNCATE TABLE p",
                "DENIED~ TRUNCATE free",
                "DENIED~ LOAD DATA INFILE 'x' INTO TABLE p",
                "DENIED~ LOCK TABLES p WRITE",
                "DENIED~ UNLOCK TABLES",
                "DENIED~ CALL f()",
                "DENIED~ {call f(?)}",
                "DENIED~ PREPARE s FROM 'DELETE FROM p'",
                "DENIED~ EXECUTE s",
                "DENIED~ XA START 'x'",
                "DENIED~ XA COMMIT 'x'",
                "DENIED~ COMMIT AND CHAIN",
                "DENIED~ ROLLBACK RELEASE",
                "DENIED~ START SLAVE",
                "DENIED~ ANALYZE TABLE p",
                "DENIED~ ANALYZE FORMAT=JSON DELETE FROM p",
                "DENIED~ OPTIMIZE TABLE p",
                "DENIED~ FLUSH TABLES",
                "DENIED~ SELECT 1; DELETE FROM p WHERE k = 1",
                "DENIED~ SET NAMES latin1",
                "DENIED~ SET character_set_results = NULL",
                "DENIED~ SET sql_select_limit = 1",
                "DENIED~ SET autocommit = 0, time_zone = '+00:00'",
                "DENIED~ SET STATEMENT max_statement_time = 1 FOR DELETE FROM p",
                "DENIED~ INSERT INTO p (k, a) VALUES (?, ?) ON DUPLICATE KEY UPDATE k = 5",
                "DENIED~ INSERT INTO u (k, mail) VALUES (?, UUID()) ON DUPLICATE KEY UPDATE a = 'x'",
                "DENIED~ REPLACE INTO g (a) SELECT a FROM p",
                "DENIED~ UPDATE p SET a = 'x', k = LENGTH(a) WHERE k = 1",
                "DENIED~ UPDATE p SET k = RAND() WHERE k = 1",
                "DENIED~ UPDATE p JOIN g ON g.id = p.k SET p.k = 5",
                "DENIED~ UPDATE p SET a = ? WHERE GET_LOCK('x', 1) = 1",
                "DENIED~ DELETE FROM p WHERE (@n := @n + 1) < 5",
                "DENIED~ DELETE q FROM p x",
                "DENIED~ UPDATE p FOR PORTION OF d FROM 1 TO 2 SET a = 'x'",
                "DENIED~ DELETE FROM p WHERE a = 'open",
                "DENIED~ REPLACE INTO parent (k, a) VALUES (1, 'x')",
                "DENIED~ INSERT INTO parent (k, a) VALUES (1, 'x') ON DUPLICATE KEY UPDATE k = VALUES(k)",
                "DENIED~ DELETE FROM lone WHERE x = 1",
                "DENIED~ UPDATE lone JOIN p ON p.k = lone.x SET lone.x = 5, p.a = 'x'",
                "DENIED~ REPLACE INTO lone (x) VALUES (1)",
                "PRIMARY_ONLY~ INSERT INTO lone (x) VALUES (1)",
                "DENIED~ UPDATE p JOIN v ON v.k = p.k JOIN w ON w.k = p.k SET a = 'x'",
                "DENIED~ FROBNICATE p",
            })
    void everyTextHasItsClass(StatementClass expected, String sql) {
        for (Names each : List.of(mysql, mariadb)) {
            Classified found = classify(sql, each);
            assertThat(found.kind())
                    .as(each.syntax() + " " + sql + ": " + found.reason())
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "INSERT INTO p (k, a) VALUES (FLOOR(RAND() * 9), ?)",
                "INSERT INTO p (k, a) SELECT k + 1, a FROM p",
                "INSERT INTO p (k, a) SELECT 1, 'x' UNION SELECT k, a FROM p",
                "INSERT INTO p (k, a) SELECT (SELECT 7), 'x'",
                "INSERT INTO p (a, k) SELECT f.*, 7 FROM free f",
                "INSERT INTO p (a) VALUES ('x')",
            })
    void keysThatTheDatabaseComputesAreReturnedByMariaDbAlone(String sql) {
        assertThat(classify(sql, mysql).kind()).isEqualTo(StatementClass.DENIED);
        assertThat(classify(sql, mysql).reason()).contains("let the application choose the key");
        assertThat(source(sql, mariadb)).isInstanceOf(KeySource.Returned.class);
    }

    @Test
    void rowsAreLockedAndTheStatementNarrowed() {
        String sql = "UPDATE p x JOIN free f ON f.k = x.k AND f.z = ? SET x.a = ? WHERE f.y = ? OR x.a = 'q'";
        Narrowing narrowing = ((KeySource.Locked) source(sql, mysql)).narrowing();
        assertThat(narrowing.query())
                .isEqualTo(new OldKeys(
                        "SELECT CAST(x.`k` + 0 AS CHAR) FROM p x JOIN free f ON f.k = x.k AND f.z = ? WHERE f.y = ? OR x.a = 'q' FOR UPDATE",
                        List.of(1, 3)));
        assertThat(narrowing.sql(sql, List.of(List.of(new RowKey(List.of("5"))))))
                .isEqualTo("UPDATE p x JOIN free f ON f.k = x.k AND f.z = ? SET x.a = ? WHERE (f.y = ? OR x.a = 'q')"
                        + " AND x.`k` IN (5)");
        String all = "UPDATE texts SET userN = 1 ORDER BY a LIMIT 3";
        Narrowing limited = ((KeySource.Locked) source(all, mysql)).narrowing();
        assertThat(limited.query().sql()).isEqualTo("SELECT texts.`a` FROM texts ORDER BY a LIMIT 3 FOR UPDATE");
        assertThat(limited.sql(all, List.of(List.of(new RowKey(List.of("ä'"))))))
                .isEqualTo("UPDATE texts SET userN = 1 WHERE texts.`a` IN (_utf8mb4 X'c3a427') ORDER BY a LIMIT 3");
        assertThat(limited.sql(all, List.of(List.of())))
                .isEqualTo("UPDATE texts SET userN = 1 WHERE FALSE ORDER BY a LIMIT 3");
    }

    @Test
    void newKeysAreComputedBefore() {
        String sql = "UPDATE p SET k = k + ?, a = ? WHERE userN = ?";
        OldKeys query = ((KeySource.Locked) source(sql, mysql)).narrowing().query();
        assertThat(query)
                .isEqualTo(new OldKeys(
                        "SELECT CAST(p.`k` + 0 AS CHAR), (k + ?) FROM p WHERE userN = ? FOR UPDATE", List.of(1, 3)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "1~ UPDATE p SET userN = userN + 1 WHERE k = ? AND a LIKE 'x%'",
                "2~ DELETE FROM p WHERE k IN (?, 5) AND (a = 'x' OR a = 'y')",
                "1~ UPDATE p SET userN = userN + 1 WHERE a = 'x' AND ((k = ?) AND userN = 3)",
                "2~ UPDATE p SET userN = userN + 1 WHERE a = 'x' AND (k IN (?, 5))",
                "0~ UPDATE p SET userN = 1 WHERE a = 'x' AND (k = ? OR k = 2)",
                "0~ UPDATE p SET userN = 1 WHERE (k = ?) = (a = 'x')",
                "0~ UPDATE p SET userN = 1 WHERE k = ? OR a = 'x'",
                "0~ UPDATE p SET userN = 1 WHERE NOT k = ?",
                "0~ UPDATE p SET userN = 1 WHERE userN BETWEEN 1 AND k = 5",
                "0~ UPDATE p SET userN = 1 WHERE k > ?",
                "0~ UPDATE p SET userN = 1 WHERE k = ? || a",
                "0~ UPDATE texts SET userN = 1 WHERE a = ?",
                "0~ UPDATE p SET userN = 1 WHERE k = userN + 1",
            })
    void keysInConditions(int keys, String sql) {
        Dml dml = classify(sql, mysql).dml();
        assertThat(dml).isNotNull();
        assertThat(dml.known()).hasSize(keys);
    }

    @Test
    void rowsThatUniqueKeysMeetAreLookedUp() {
        KeySource.Inserted upsert = (KeySource.Inserted)
                source("INSERT INTO u (k, mail) VALUES (?, ?), (7, 'm') ON DUPLICATE KEY UPDATE a = ?", mysql);
        assertThat(upsert.before()).isEmpty();
        assertThat(upsert.after())
                .containsExactly(new OldKeys(
                        "SELECT CAST(u.`k` + 0 AS CHAR) FROM u WHERE (`mail` = ?) OR (`mail` = 'm') FOR UPDATE",
                        List.of(2)));
        KeySource.Inserted replace = (KeySource.Inserted) source("REPLACE INTO u (k, mail) VALUES (?, ?)", mysql);
        assertThat(replace.before()).hasSize(1);
        KeySource.Inserted moves = (KeySource.Inserted)
                source("INSERT INTO u (k, mail) VALUES (?, ?) ON DUPLICATE KEY UPDATE mail = 'other'", mysql);
        assertThat(moves.before()).hasSize(1);
        assertThat(moves.after()).hasSize(1);
    }

    @Test
    void modesOfTheSessionDecideWhatATextMeans() {
        Names ansi = names(false, "ANSI_QUOTES,STRICT_ALL_TABLES", 0);
        assertThat(classify("INSERT INTO \"p\" (\"k\", a) VALUES (?, ?)", ansi).kind())
                .isEqualTo(StatementClass.REPLAY);
        assertThat(classify("INSERT INTO \"p\" (k) VALUES (?)", mysql).kind()).isEqualTo(StatementClass.DENIED);
        Names plain = names(false, "NO_BACKSLASH_ESCAPES,STRICT_ALL_TABLES", 0);
        String sql = "SELECT '\\'; DELETE FROM p; -- '";
        assertThat(classify(sql, plain).kind()).isEqualTo(StatementClass.DENIED);
        assertThat(classify(sql, mysql).kind()).isEqualTo(StatementClass.PRIMARY_ONLY);
        assertThat(classify("UPDATE P SET a = ? WHERE k = ?", names(false, STRICT, 1))
                        .kind())
                .isEqualTo(StatementClass.REPLAY);
        assertThat(classify("UPDATE p SET a = ? WHERE k = ?", names(false, "", 0))
                        .kind())
                .isEqualTo(StatementClass.IMAGE);
    }

    @Test
    void whatLivesInTheSessionKeepsItsConnection() {
        assertThat(classify("INSERT INTO p (k) VALUES (1)", mysql).effects()).containsExactly(SessionEffect.PINS);
        assertThat(classify("SELECT @a := 1", mysql).effects()).containsExactly(SessionEffect.PINS);
        assertThat(classify("SELECT 1", mysql).effects()).isEmpty();
        assertThat(classify("SET @@sql_mode = ''", mysql).effects())
                .containsExactlyInAnyOrder(SessionEffect.DECIDES_VALUES, SessionEffect.SEARCH_PATH);
        assertThat(classify("SET innodb_lock_wait_timeout = 1, tx_isolation = 'SERIALIZABLE'", mysql)
                        .effects())
                .containsExactlyInAnyOrder(SessionEffect.PINS, SessionEffect.SESSION_MODE);
    }

    @Test
    void aReplayNamesTheTableAsTheOtherSideDoes() {
        Dml dml = classify("INSERT INTO g (a, userN) VALUES (?, 5)", mysql).dml();
        assertThat(dml).isNotNull();
        Replay insert = dml.replay();
        assertThat(insert).isNotNull();
        assertThat(insert.sql()).isEqualTo("INSERT INTO `shop`.`g` (a, userN, `id`) VALUES (?, 5, ?)");
    }

    @Test
    void betweenDialectsNothingIsRepeated() {
        Names other = new Names(
                new PlannedTables(plan(), Side.SRC, MYSQL, Dialects.named("mariadb")), List.of("shop"), mysql.syntax());
        assertThat(classify("UPDATE p SET a = ? WHERE k = ?", other).kind()).isEqualTo(StatementClass.IMAGE);
    }

    private Names names(boolean maria, String modes, int lowerCase) {
        return new Names(tables, List.of("shop"), MysqlSyntax.of(maria, modes, lowerCase));
    }

    private static Classified classify(String sql, Names names) {
        return new TokenClassifier().classify(names.syntax().read(sql, true), names);
    }

    private static KeySource source(String sql, Names names) {
        Dml dml = classify(sql, names).dml();
        assertThat(dml).as(sql + ": " + classify(sql, names).reason()).isNotNull();
        return dml.source();
    }

    private static Plan plan() {
        TableName parent = new TableName("shop", "parent");
        return new Plan(
                "test",
                List.of(
                        table("p", List.of(K, A, N), "k", List.of(), List.of(), List.of()),
                        table("g", List.of(ID, A, N), "id", List.of(), List.of(), List.of()),
                        table(
                                "u",
                                List.of(K, column("mail", "varchar(9)", ColumnKind.TEXT, Identity.NONE, false), A),
                                "k",
                                List.of(),
                                List.of(),
                                List.of(List.of("mail"))),
                        table("stamped", List.of(K, A, AT), "k", List.of(), List.of(), List.of()),
                        table("texts", List.of(A, N), "a", List.of(), List.of(), List.of()),
                        table("trig", List.of(K, A), "k", List.of("t1"), List.of(), List.of()),
                        table("parent", List.of(K, A), "k", List.of(), List.of(), List.of()),
                        table(
                                "child",
                                List.of(K, N),
                                "k",
                                List.of(),
                                List.of(
                                        new ForeignKey("fk", List.of("userN"), parent, List.of("k"), true),
                                        new ForeignKey(
                                                "lone",
                                                List.of("k"),
                                                new TableName("shop", "lone"),
                                                List.of("x"),
                                                true)),
                                List.of())));
    }

    private static PlannedTable table(
            String name,
            List<Column> columns,
            String key,
            List<String> triggers,
            List<ForeignKey> foreignKeys,
            List<List<String>> uniques) {
        Table table = new Table(new TableName("shop", name), columns, List.of(key), foreignKeys, uniques, triggers, -1);
        return new PlannedTable(
                "shop." + name, table, table, columns.stream().map(Column::name).toList(), null);
    }

    private static Column column(String name, String type, ColumnKind kind, Identity identity, boolean defaulted) {
        String family = type.replaceAll("\\(.*", "");
        String collation = kind == ColumnKind.TEXT ? "mysql/utf8mb4_general_ci" : "";
        return new Column(name, "", family, type, kind, true, identity, defaulted, false, collation);
    }
}
