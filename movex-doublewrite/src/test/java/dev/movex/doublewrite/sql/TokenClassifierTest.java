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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every SQL text has one class, and what is not known for sure goes the safe way. */
class TokenClassifierTest {
    private static final Column ID = column("id", "int8", ColumnKind.INTEGER, Identity.ALWAYS, true);
    private static final Column A = column("a", "text", ColumnKind.TEXT, Identity.NONE, false);
    private static final Column N = column("n", "int4", ColumnKind.INTEGER, Identity.NONE, false);
    private static final Column AT = column("at", "timestamptz", ColumnKind.INSTANT, Identity.NONE, true);
    private static final Column K = column("k", "int4", ColumnKind.INTEGER, Identity.NONE, false);

    private static final Dialect POSTGRES = Dialects.named("postgresql");

    private final Names names = new Names(
            new PlannedTables(plan(), Side.SRC, POSTGRES, POSTGRES), List.of("public"), new PostgresSyntax(18));

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                // rows addressed by their key, values bound or literal
                "REPLAY~ INSERT INTO p (k, a) VALUES (?, ?)",
                "REPLAY~ insert into public.p(k,a) values (1, 'x'), (2, null)",
                "REPLAY~ INSERT INTO \"p\" (\"k\", \"a\") VALUES (?, ?) RETURNING *",
                "REPLAY~ INSERT INTO g (a, n, at) VALUES (?, ?, ?)",
                "REPLAY~ INSERT INTO g (id, a, n, at) OVERRIDING SYSTEM VALUE VALUES (?, ?, ?, ?)",
                "REPLAY~ UPDATE p SET a = ? WHERE k = ?",
                "REPLAY~ /* hint */ UPDATE p SET a = 'it''s', n = -5 WHERE k = 7 AND n = ? -- done",
                "REPLAY~ UPDATE p AS x SET a = ?::text WHERE x.k = ? AND x.n IS NOT NULL",
                "REPLAY~ UPDATE p SET a = ? WHERE p.k = ?;",
                "REPLAY~ DELETE FROM p WHERE k = ?",
                "REPLAY~ DELETE FROM ONLY p WHERE k = ? AND a IS NULL",
                // what the primary computes or chooses
                "IMAGE~ INSERT INTO p (k, a) VALUES (?, lower(?))",
                "IMAGE~ INSERT INTO p (k, a) VALUES (?, E'x\\n')",
                "IMAGE~ INSERT INTO p (k, a) VALUES (?, $$x$$)",
                "IMAGE~ INSERT INTO p (k, a) VALUES (?, ? || ?)",
                "IMAGE~ INSERT INTO p (k, a) SELECT k + 1, a FROM p",
                "IMAGE~ INSERT INTO p VALUES (?, ?, ?)",
                "IMAGE~ INSERT INTO p DEFAULT VALUES",
                "IMAGE~ INSERT INTO p (k, a) VALUES (?, DEFAULT)",
                "IMAGE~ INSERT INTO p (k, a) VALUES (?, ?) ON CONFLICT DO NOTHING",
                "IMAGE~ INSERT INTO p (k, a) VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET a = EXCLUDED.a WHERE p.n > 1",
                "IMAGE~ INSERT INTO g (a, n) VALUES (?, ?)",
                "IMAGE~ INSERT INTO g (a, n, at) VALUES (?, ?, 'now')",
                "IMAGE~ INSERT INTO g (a, n, at) VALUES (?, ?, ?), (?, ?, ?)",
                "IMAGE~ UPDATE p SET n = n + 1 WHERE k = ?",
                "IMAGE~ UPDATE p SET a = ? WHERE k = ? OR k = ?",
                "IMAGE~ UPDATE p SET a = ? WHERE k IN (?, ?)",
                "IMAGE~ UPDATE p SET a = ? WHERE n = ?",
                "IMAGE~ UPDATE p SET a = ?",
                "IMAGE~ UPDATE p SET a = now()::text WHERE k = ?",
                "IMAGE~ UPDATE p SET (a, n) = (SELECT a, n FROM p WHERE k = 1) WHERE k = ?",
                "IMAGE~ UPDATE p SET a = q.a FROM free q WHERE q.k = p.k",
                "IMAGE~ UPDATE p SET k = ? WHERE k = ?",
                "IMAGE~ UPDATE p SET (k, a) = (?, ?) WHERE k = ?",
                "IMAGE~ DELETE FROM p USING free q WHERE q.k = p.k",
                "IMAGE~ DELETE FROM p WHERE k < ?",
                "IMAGE~ WITH c AS (SELECT 1 AS k) DELETE FROM p USING c WHERE c.k = p.k RETURNING p.k",
                "IMAGE~ INSERT INTO trig (k, a) VALUES (?, ?)",
                "IMAGE~ UPDATE trig SET a = ? WHERE k = ?",
                "IMAGE~ UPDATE wide SET a = ? WHERE k = ?",
                "IMAGE~ WITH c AS (SELECT 1) UPDATE p SET k = ?",
                "IMAGE~ INSERT INTO p (k, a) VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET a = ?, k = EXCLUDED.k",
                "IMAGE~ MERGE INTO p USING free f ON f.k = p.k WHEN MATCHED THEN DELETE",
                "IMAGE~ MERGE INTO p USING free f ON f.k = p.k WHEN NOT MATCHED THEN INSERT (k, a) VALUES (f.k, 'x')",
                // writes inside WITH
                "IMAGE~ WITH d AS (DELETE FROM p RETURNING *) SELECT * FROM d",
                "IMAGE~ WITH d AS (DELETE FROM p AS x RETURNING x.*) (SELECT * FROM d)",
                "IMAGE~ WITH d AS (WITH o AS (SELECT 1 AS k) DELETE FROM p USING o WHERE o.k = p.k) SELECT 1",
                "IMAGE~ WITH d AS (INSERT INTO p (k) VALUES (1) RETURNING k) INSERT INTO free SELECT k FROM d",
                "IMAGE~ WITH d (x) AS (DELETE FROM p RETURNING lower(a)) DELETE FROM free USING d",
                "IMAGE~ WITH f AS (DELETE FROM free RETURNING k) INSERT INTO p (k) SELECT k FROM f",
                "IMAGE~ WITH f AS (SELECT k FROM p FOR UPDATE) UPDATE p SET a = ? FROM f WHERE f.k = p.k RETURNING p.a",
                // children that change by themselves are captured
                "REPLAY~ DELETE FROM parent WHERE k = ?",
                "IMAGE~ DELETE FROM parent WHERE k > ?",
                "IMAGE~ UPDATE parent SET k = ? WHERE k = ?",
                // as the JDBC call
                "TRANSACTION_CONTROL~ BEGIN",
                "TRANSACTION_CONTROL~ start transaction isolation level serializable",
                "TRANSACTION_CONTROL~ COMMIT WORK;",
                "TRANSACTION_CONTROL~ END",
                "TRANSACTION_CONTROL~ ROLLBACK",
                "TRANSACTION_CONTROL~ ABORT AND NO CHAIN",
                "TRANSACTION_CONTROL~ SAVEPOINT a",
                "TRANSACTION_CONTROL~ RELEASE a",
                "TRANSACTION_CONTROL~ RELEASE SAVEPOINT \"A b\"",
                "TRANSACTION_CONTROL~ ROLLBACK TO a",
                "TRANSACTION_CONTROL~ ROLLBACK WORK TO SAVEPOINT a",
                // not mirrored
                "PRIMARY_ONLY~ ``",
                "PRIMARY_ONLY~ -- nothing",
                "PRIMARY_ONLY~ SELECT * FROM p WHERE k = ? FOR UPDATE SKIP LOCKED",
                "PRIMARY_ONLY~ (SELECT 1) UNION (SELECT 2)",
                "PRIMARY_ONLY~ SELECT 'INSERT INTO p' , \"into\" FROM p",
                "PRIMARY_ONLY~ SELECT a FROM p WHERE a = ';' /* ; DELETE FROM p /* nested */ */",
                "PRIMARY_ONLY~ WITH c AS (SELECT * FROM p) SELECT * FROM c",
                "PRIMARY_ONLY~ WITH RECURSIVE c (k) AS (SELECT 1 UNION SELECT k FROM p) CYCLE k SET s USING t, d AS NOT MATERIALIZED (SELECT 1) TABLE c",
                "PRIMARY_ONLY~ WITH RECURSIVE c AS (SELECT 1 AS k) SEARCH DEPTH FIRST BY k, a SET o SELECT * FROM c ORDER BY o",
                "PRIMARY_ONLY~ WITH d AS (DELETE FROM free RETURNING k) SELECT k FROM d",
                "PRIMARY_ONLY~ EXPLAIN ANALYZE SELECT * FROM p FOR NO KEY UPDATE",
                "PRIMARY_ONLY~ VALUES (1), (2)",
                "PRIMARY_ONLY~ SHOW search_path",
                "PRIMARY_ONLY~ SET application_name = 'x'",
                "PRIMARY_ONLY~ SET LOCAL lock_timeout = 5",
                "PRIMARY_ONLY~ EXPLAIN DELETE FROM p",
                "PRIMARY_ONLY~ INSERT INTO free (k) VALUES (1)",
                "PRIMARY_ONLY~ INSERT INTO other.p (k) VALUES (1)",
                "PRIMARY_ONLY~ TRUNCATE free",
                "PRIMARY_ONLY~ COPY p TO STDOUT",
                "PRIMARY_ONLY~ COPY free FROM STDIN",
                "PRIMARY_ONLY~ CREATE TEMP TABLE x (k int)",
                "PRIMARY_ONLY~ SELECT 1; SELECT 2",
                // refused while two databases are written
                "DENIED~ CREATE TABLE x (k int)",
                "DENIED~ ALTER TABLE p ADD b int",
                "DENIED~ DROP TABLE free",
                "DENIED~ TRUNCATE TABLE free, p",
                "DENIED~ TRUNCATE free CASCADE",
                "DENIED~ COPY p FROM STDIN",
                "DENIED~ COPY p (k, a) FROM '/tmp/x'",
                "DENIED~ LOCK TABLE p",
                "DENIED~ CALL f()",
                "DENIED~ DO $$ BEGIN DELETE FROM p; END $$",
                "DENIED~ {call f(?)}",
                "DENIED~ { ? = call f(?) }",
                "DENIED~ EXECUTE s(1)",
                "DENIED~ PREPARE s AS DELETE FROM p",
                "DENIED~ PREPARE TRANSACTION 'x'",
                "DENIED~ COMMIT PREPARED 'x'",
                "DENIED~ COMMIT AND CHAIN",
                "DENIED~ SELECT * INTO x FROM p",
                "DENIED~ SELECT 1; DELETE FROM p WHERE k = 1",
                "DENIED~ BEGIN; COMMIT",
                "DENIED~ WITH d AS (DELETE FROM parent RETURNING *) SELECT * FROM d",
                "DENIED~ WITH d AS (UPDATE p SET k = 1 RETURNING *) SELECT * FROM d",
                "DENIED~ WITH d AS (DELETE FROM lone RETURNING *) SELECT * FROM d",
                "DENIED~ WITH d AS (DELETE FROM free RETURNING k) UPDATE p SET k = d.k FROM d",
                "DENIED~ WITH d AS (DELETE FROM p RETURNING lower(a)) SELECT * FROM d",
                "DENIED~ WITH d AS (DELETE FROM p RETURNING *, k) SELECT * FROM d",
                "DENIED~ WITH d AS (DELETE FROM p USING free f RETURNING *) SELECT * FROM d",
                "DENIED~ WITH d AS (DELETE FROM p USING free f RETURNING f.*) SELECT * FROM d",
                "DENIED~ WITH d AS (DELETE FROM p RETURNING k) SELECT * INTO x FROM d",
                "DENIED~ WITH d AS (DELETE FROM p RETURNING k) ALTER TABLE p ADD b int",
                "DENIED~ WITH d AS DELETE FROM p RETURNING k SELECT * FROM d",
                "DENIED~ EXPLAIN ANALYZE WITH d AS (DELETE FROM p RETURNING k) SELECT * FROM d",
                "DENIED~ COPY (DELETE FROM p RETURNING k) TO STDOUT",
                "DENIED~ EXPLAIN ANALYZE DELETE FROM p",
                "DENIED~ EXPLAIN (COSTS off, ANALYZE) DELETE FROM p",
                "DENIED~ INSERT INTO p (k, a) VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET k = 5",
                "DENIED~ INSERT INTO p (k, a) VALUES (?, ?) ON CONFLICT (a) DO UPDATE SET k = EXCLUDED.k",
                "DENIED~ INSERT INTO p (k, a) VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET k = EXCLUDED.k + 1",
                "DENIED~ INSERT INTO p (k, a) VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET a = 'x', (k, n) = (1, 2)",
                "DENIED~ MERGE INTO p USING free f ON f.k = p.k WHEN MATCHED THEN UPDATE SET k = f.a",
                "DENIED~ MERGE INTO parent USING free f ON f.k = parent.k WHEN MATCHED THEN DELETE",
                "DENIED~ DELETE FROM far WHERE k = ?",
                "DENIED~ DELETE FROM lone",
                "DENIED~ INSERT INTO parent (k, a) VALUES (1, 'x') ON CONFLICT (a) DO UPDATE SET k = 7",
                "DENIED~ INSERT INTO far (k, a) VALUES (1, 'x') ON CONFLICT (k) DO UPDATE SET a = 'y'",
                "PRIMARY_ONLY~ INSERT INTO lone (k) VALUES (1)",
                "DENIED~ CREATE TEMP TABLE p (k int) ON COMMIT DROP",
                "DENIED~ DELETE FROM p WHERE CURRENT OF c",
                "DENIED~ SET DateStyle = 'German'",
                "DENIED~ DELETE FROM p WHERE a = 'open",
                "DENIED~ VACUUM p",
                "DENIED~ FROBNICATE p",
            })
    void everyTextHasItsClass(StatementClass expected, String sql) {
        assertThat(classify(sql).kind()).as(sql + ": " + classify(sql).reason()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "PINS~ SELECT pg_advisory_lock(7)",
                "PINS~ SELECT * FROM (SELECT pg_catalog.pg_try_advisory_lock_shared(k) FROM p) x",
                "PINS~ SELECT nextval('s')",
                "PINS~ VALUES (currval('s'))",
                "PINS~ DECLARE c CURSOR WITH HOLD FOR SELECT 1",
                "PINS~ INSERT INTO g (a, n, at) VALUES (?, ?, ?)",
                "PINS~ INSERT INTO free (k) VALUES (1)",
                "PINS~ WITH i AS (INSERT INTO g (a) VALUES ('x')) SELECT 1",
                "PINS~ SELECT set_config('work_mem', '5MB', false)",
                "SEARCH_PATH~ SELECT set_config('Search_Path', ?, false)",
                "SEARCH_PATH~ SELECT set_config(?, ?, false)",
                "DECIDES_VALUES~ SELECT set_config(?, ?, true)",
                "DECIDES_VALUES~ WITH c AS (SELECT set_config('app.tenant', 'x', true)) SELECT * FROM c",
            })
    void whatAFunctionLeavesInTheSessionIsSeen(SessionEffect expected, String sql) {
        assertThat(classify(sql).effects()).as(sql).contains(expected);
    }

    @Test
    void whatLeavesNothingInTheSessionGivesItsConnectionBack() {
        assertThat(classify("INSERT INTO p (k, a) VALUES (?, ?)").effects()).isEmpty();
        assertThat(classify("SELECT pg_advisory_xact_lock(7), count(*) FROM p").effects())
                .isEmpty();
        assertThat(classify("SELECT set_config('DateStyle', 'German', true)").kind())
                .isEqualTo(StatementClass.DENIED);
    }

    @Test
    void keysOfMergeCantBeCapturedBeforeTheServerReturnsThem() {
        Names older = new Names(names.tables(), names.path(), new PostgresSyntax(16));
        String sql = "MERGE INTO p USING free f ON f.k = p.k WHEN MATCHED THEN DELETE";
        assertThat(new TokenClassifier()
                        .classify(older.syntax().read(sql, true), older)
                        .kind())
                .isEqualTo(StatementClass.DENIED);
    }

    @Test
    void aChildOfACascadeDoesNotKeepItsParentFromOtherChanges() {
        assertThat(classify("UPDATE parent SET a = ? WHERE k = ?").kind()).isEqualTo(StatementClass.REPLAY);
    }

    @Test
    void aWriteThatIsDeniedNamesItsTable() {
        assertThat(classify("TRUNCATE p").tables()).containsExactly("public.p");
        assertThat(classify("DELETE FROM parent WHERE k = 1").tables())
                .containsExactly("public.parent", "public.child");
        assertThat(classify("DELETE FROM far WHERE k = 1").tables()).containsExactly("public.far", "public.farchild");
    }

    @Test
    void theTextForReportsHoldsNoValues() {
        Classified found = classify("UPDATE p /* for Bob */ SET a = 'secret' WHERE k = 4711 AND n = ?");
        assertThat(found.shown()).isEqualTo("UPDATE p SET a = ? WHERE k = ? AND n = ?");
    }

    @Test
    void aReplayNamesTheTableAsTheOtherSideDoes() {
        Dml dml = dml("update P set a = ? where k = ? returning a -- x");
        assertThat(replay(dml).sql()).isEqualTo("update \"public\".\"p\" set a = ? where k = ?");
        assertThat(replay(dml).parameters()).containsExactly(1, 2);
    }

    @Test
    void conditionsInParenthesesAreConditions() {
        Dml dml = dml("UPDATE p SET a = ? WHERE n = ? AND (k = ? AND (a IS NULL))");
        assertThat(replay(dml).sql()).endsWith(" WHERE n = ? AND (k = ? AND (a IS NULL))");
        assertThat(replay(dml).parameters()).containsExactly(1, 2, 3);
        Classified either = classify("UPDATE p SET a = 'x' WHERE k = 1 AND (n = 2 OR n = 3)");
        assertThat(either.kind()).isEqualTo(StatementClass.IMAGE);
        assertThat(either.reason()).isEqualTo("the condition is not plain");
        assertThat(classify("UPDATE p SET a = 'x' WHERE k = 1 AND (n IS NULL OR n = 3)")
                        .reason())
                .isEqualTo("the condition is not plain");
    }

    @Test
    void aGeneratedKeyIsAddedToTheReplay() {
        Dml dml = dml("INSERT INTO g (a, n, at) VALUES (?, 5, ?)");
        assertThat(replay(dml).sql())
                .isEqualTo("INSERT INTO \"public\".\"g\" (a, n, at, \"id\") OVERRIDING SYSTEM VALUE VALUES"
                        + " (?, 5, ?, ?::\"pg_catalog\".\"int8\")");
        assertThat(replay(dml).generated()).extracting(Column::name).containsExactly("id");
    }

    @Test
    void keysAreCapturedBySplicing() {
        String sql = "DELETE FROM p AS x USING free f WHERE f.k = x.k; ";
        assertThat(capture(dml(sql)).sql(sql, ""))
                .isEqualTo("DELETE FROM p AS x USING free f WHERE f.k = x.k RETURNING x.\"k\"::text AS movex_key_1");
        String returning = "INSERT INTO p (k, a) VALUES (1, 'returning') RETURNING a";
        assertThat(capture(dml(returning)).sql(returning, "")).endsWith(" RETURNING a, p.\"k\"::text AS movex_key_1");
    }

    @Test
    void keysThatChangeAreReadBefore() {
        KeySource source = dml("UPDATE p x SET k = ?, a = ? FROM free f WHERE f.k = x.k AND f.a = ?")
                .source();
        assertThat(((KeySource.Returned) source).before())
                .containsExactly(new OldKeys(
                        "SELECT x.\"k\"::text FROM p AS x, free f WHERE f.k = x.k AND f.a = ? FOR UPDATE OF x",
                        List.of(3)));
    }

    @Test
    void onlyInPreparedStatementsAreQuestionMarksParameters() {
        String sql = "UPDATE p SET a = '{}'::jsonb ? 'x' WHERE k = 1";
        assertThat(names.syntax().read(sql, false).tokens()).noneMatch(t -> t.kind() == Token.Kind.PARAMETER);
        assertThat(names.syntax().read("SELECT a ?? 'x', b ??| c, ?", true).tokens())
                .filteredOn(t -> t.kind() == Token.Kind.PARAMETER)
                .extracting(Token::parameter)
                .containsExactly(1);
    }

    private Classified classify(String sql) {
        return new TokenClassifier().classify(names.syntax().read(sql == null ? "" : sql, true), names);
    }

    private Dml dml(String sql) {
        Dml dml = classify(sql).dml();
        assertThat(dml).as(sql).isNotNull();
        return dml;
    }

    private static Capture capture(Dml dml) {
        return ((KeySource.Returned) dml.source()).capture();
    }

    private static Replay replay(Dml dml) {
        Replay replay = dml.replay();
        assertThat(replay).isNotNull();
        return replay;
    }

    private static Plan plan() {
        return new Plan(
                "test",
                List.of(
                        table("p", List.of(K, A, N), List.of("k"), List.of(), List.of()),
                        table("g", List.of(ID, A, N, AT), List.of("id"), List.of(), List.of()),
                        table("trig", List.of(K, A), List.of("k"), List.of("t1"), List.of()),
                        table("parent", List.of(K, A), List.of("k"), List.of(), List.of()),
                        table(
                                "child",
                                List.of(K, A, N),
                                List.of("k"),
                                List.of(),
                                List.of(
                                        new ForeignKey(
                                                "fk",
                                                List.of("n"),
                                                new TableName("public", "parent"),
                                                List.of("k"),
                                                true),
                                        new ForeignKey(
                                                "lone",
                                                List.of("k"),
                                                new TableName("public", "lone"),
                                                List.of("x"),
                                                true))),
                        wide(),
                        partly(table("far", List.of(K, A), List.of("k"), List.of(), List.of())),
                        table(
                                "farchild",
                                List.of(K, A, N),
                                List.of("k"),
                                List.of(),
                                List.of(new ForeignKey(
                                        "fk", List.of("n"), new TableName("public", "far"), List.of("a"), true)))));
    }

    /** The table with nothing but its key moved. */
    private static PlannedTable partly(PlannedTable all) {
        return new PlannedTable(all.name(), all.src(), all.dst(), List.of("k"), null);
    }

    /** A table whose column a has another type on the other side. */
    private static PlannedTable wide() {
        PlannedTable same = table("wide", List.of(K, A), List.of("k"), List.of(), List.of());
        Column other = new Column(
                "a", "pg_catalog", "varchar", "varchar(9)", ColumnKind.TEXT, true, Identity.NONE, false, false, "");
        Table dst = new Table(same.dst().name(), List.of(K, other), List.of("k"), List.of(), List.of(), List.of(), -1);
        return new PlannedTable(same.name(), same.src(), dst, List.of("k", "a"), null);
    }

    private static PlannedTable table(
            String name, List<Column> columns, List<String> key, List<String> triggers, List<ForeignKey> foreignKeys) {
        Table table = new Table(new TableName("public", name), columns, key, foreignKeys, List.of(), triggers, -1);
        return new PlannedTable(
                "public." + name,
                table,
                table,
                columns.stream().map(Column::name).toList(),
                null);
    }

    private static Column column(String name, String type, ColumnKind kind, Identity identity, boolean defaulted) {
        return new Column(name, "pg_catalog", type, type, kind, true, identity, defaulted, false, "");
    }
}
