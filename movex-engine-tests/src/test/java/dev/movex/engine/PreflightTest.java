package dev.movex.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.DatabaseUnavailable;
import dev.movex.core.access.Databases;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.Dialects;
import dev.movex.core.plan.PlanDraft;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.Problem;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

@RealPostgres
class PreflightTest {
    private static void exec(DatabasePair pair, Side side, String... texts) {
        for (String text : texts) {
            Lab.run(pair, side, text);
        }
    }

    private static void both(DatabasePair pair, String... texts) {
        exec(pair, Side.SRC, texts);
        exec(pair, Side.DST, texts);
    }

    private static List<String> codes(PlanDraft draft) {
        return draft.problems().stream()
                .filter(p -> !p.code().equals("COMMITS_NOT_DURABLE"))
                .map(p -> p.code() + " " + p.where())
                .toList();
    }

    @Test
    void aPlanHoldsParentsBeforeChildren(DatabasePair pair) throws Exception {
        both(
                pair,
                "CREATE TABLE z_parent (id int PRIMARY KEY, updated_at timestamptz)",
                "CREATE TABLE a_child (id int PRIMARY KEY, parent int REFERENCES z_parent, self int REFERENCES a_child)",
                "CREATE TABLE ring_1 (id int PRIMARY KEY, other int)",
                "CREATE TABLE ring_2 (id int PRIMARY KEY, other int REFERENCES ring_1)",
                "ALTER TABLE ring_1 ADD FOREIGN KEY (other) REFERENCES ring_2");
        PlanDraft draft = Lab.draft(pair, PlanOptions.all());
        assertThat(codes(draft)).isEmpty();
        assertThat(draft.passed()).isTrue();
        assertThat(draft.plan().tables().stream().map(PlannedTable::name))
                .containsSubsequence("public.z_parent", "public.a_child")
                .hasSize(4);
        assertThat(draft.plan().table("public.z_parent").updateTime()).isEqualTo("updated_at");
        assertThat(draft.plan().table("public.a_child").updateTime()).isNull();
    }

    @Test
    void globsChooseTables(DatabasePair pair) throws Exception {
        both(
                pair,
                "CREATE SCHEMA shop",
                "CREATE TABLE shop.item (id int PRIMARY KEY)",
                "CREATE TABLE shop.item_log (id int PRIMARY KEY)",
                "CREATE TABLE other (id int PRIMARY KEY)");
        PlanDraft draft = Lab.draft(pair, PlanOptions.all().tables(List.of("shop.*"), List.of("*_log")));
        assertThat(draft.plan().tables().stream().map(PlannedTable::name)).containsExactly("shop.item");
        assertThat(Lab.draft(pair, PlanOptions.all().inSchemas(List.of("public")))
                        .plan()
                        .tables())
                .hasSize(1);
        assertThat(codes(Lab.draft(pair, PlanOptions.all().tables(List.of("shopp.*"), List.of()))))
                .containsExactly("NO_TABLES source");
    }

    @Test
    void allProblemsAreListedAtOnce(DatabasePair pair) throws Exception {
        exec(
                pair,
                Side.SRC,
                "CREATE TABLE no_key (a int)",
                "CREATE TABLE no_target (id int PRIMARY KEY)",
                "CREATE TABLE odd_key (id float8 PRIMARY KEY)",
                "CREATE TABLE other_key (a int, b int, PRIMARY KEY (a, b))",
                "CREATE TABLE item (id int PRIMARY KEY, gone int, o oid, kind int, num numeric(10,2), strict text,"
                        + " wide bigint, t varchar(10))",
                "CREATE TABLE outside (id int PRIMARY KEY)",
                "CREATE TABLE child (id int PRIMARY KEY, item int REFERENCES item ON DELETE CASCADE,"
                        + " outside int REFERENCES outside)");
        exec(
                pair,
                Side.DST,
                "CREATE TABLE no_key (a int)",
                "CREATE TABLE odd_key (id float8 PRIMARY KEY)",
                "CREATE TABLE other_key (a int, b int, PRIMARY KEY (b, a))",
                "CREATE TABLE item (id int PRIMARY KEY, o oid, kind text, num numeric(10,4), strict text NOT NULL,"
                        + " wide int, t varchar(20), more int NOT NULL, may int)",
                "CREATE TABLE child (id int PRIMARY KEY, item int, outside int)",
                "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "CREATE TRIGGER stamp BEFORE UPDATE ON item FOR EACH ROW EXECUTE FUNCTION f()");
        PlanDraft draft = Lab.draft(pair, PlanOptions.all().tables(List.of(), List.of("outside")));
        assertThat(codes(draft))
                .containsExactlyInAnyOrder(
                        "NO_PRIMARY_KEY public.no_key",
                        "TARGET_TABLE_MISSING public.no_target",
                        "KEY_TYPE_UNSUPPORTED public.odd_key.id",
                        "KEY_DIFFERS public.other_key",
                        "TARGET_COLUMN_MISSING public.item.gone",
                        "TYPE_WITHOUT_CANONICAL_FORM public.item.o",
                        "COLUMN_TYPE_DIFFERS public.item.kind",
                        "COLUMN_TYPE_DIFFERS public.item.num",
                        "NULLABILITY_DIFFERS public.item.strict",
                        "COLUMN_TYPE_DIFFERS public.item.wide",
                        "COLUMN_TYPE_DIFFERS public.item.t",
                        "TARGET_COLUMN_EXTRA public.item.more",
                        "TARGET_COLUMN_EXTRA public.item.may",
                        "TRIGGERS_ON_TABLE public.item",
                        "CASCADING_FOREIGN_KEY public.child",
                        "FOREIGN_KEY_TO_UNPLANNED_TABLE public.child");
        assertThat(draft.passed()).isFalse();
        assertThat(draft.problems().stream().map(Problem::severity)).isSorted();
        assertThatThrownBy(draft::orThrow)
                .isInstanceOf(MovexException.class)
                .hasMessageContaining("NO_PRIMARY_KEY")
                .hasMessageContaining("KEY_DIFFERS");
    }

    @Test
    void aDeclaredUniqueKeyStandsInForAPrimaryKey(DatabasePair pair) throws Exception {
        both(pair, "CREATE TABLE item (code text NOT NULL UNIQUE, note text)");
        PlanOptions options = PlanOptions.all().withKeys(Map.of("public.item", List.of("code")));
        assertThat(Lab.draft(pair, options).orThrow().table("public.item").key())
                .containsExactly("code");
    }

    @Test
    void keysThatAreOrderedDifferentlyAreNamed(DatabasePair pair) throws Exception {
        exec(pair, Side.SRC, "CREATE TABLE item (id text COLLATE \"C\" PRIMARY KEY)");
        exec(pair, Side.DST, "CREATE TABLE item (id text COLLATE \"ucs_basic\" PRIMARY KEY)");
        assertThat(codes(Lab.draft(pair, PlanOptions.all()))).contains("KEY_ORDER_NOT_SHARED public.item");
    }

    @Test
    void oneDatabaseIsNotMovedToItself(DatabasePair pair) throws Exception {
        exec(pair, Side.SRC, "CREATE TABLE item (id int PRIMARY KEY)");
        try (Connection one = pair.src().getConnection();
                Connection two = pair.src().getConnection()) {
            PlanDraft draft = PlanReader.read(
                    "m",
                    new DatabaseView(Dialects.of(one), one),
                    new DatabaseView(Dialects.of(two), two),
                    PlanOptions.all());
            assertThat(codes(draft)).containsExactly("SAME_DATABASE target");
        }
    }

    @Test
    void whatPreventsAConnectionIsNamedWithoutThePassword(DatabasePair pair) {
        PGSimpleDataSource missing = dataSource(pair);
        missing.setDatabaseName("nobody_made_this");
        assertCode(pair, missing, "TARGET_DATABASE_MISSING");
        PGSimpleDataSource closed = dataSource(pair);
        closed.setPortNumbers(new int[] {1});
        assertCode(pair, closed, "TARGET_UNREACHABLE");
        PGSimpleDataSource stranger = dataSource(pair);
        stranger.setUser("stranger");
        assertCode(pair, stranger, "TARGET_WRONG_PASSWORD");
    }

    private static PGSimpleDataSource dataSource(DatabasePair pair) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(pair.dstUrl());
        source.setUser(pair.target().username());
        source.setPassword("hunter2");
        return source;
    }

    private static void assertCode(DatabasePair pair, PGSimpleDataSource target, String code) {
        Databases databases = new Databases(pair.src(), postgres(pair), target, postgres(pair));
        assertThatThrownBy(() -> databases.open(Side.DST))
                .isInstanceOf(DatabaseUnavailable.class)
                .satisfies(e -> assertThat(((MovexException) e).code()).isEqualTo(code))
                .hasMessageNotContaining("hunter2");
    }

    private static Dialect postgres(DatabasePair pair) {
        return Objects.requireNonNull(Databases.of(pair.src(), pair.dst()).srcDialect());
    }
}
