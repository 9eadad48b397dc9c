package dev.movex.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.Dialects;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.Table;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Definitions that are hard to take over. */
class SchemaTest {
    private static void otherNamesServe(DatabasePair pair) throws Exception {
        SchemaLab lab = new SchemaLab(pair, PlanOptions.all());
        for (Side side : Side.values()) {
            lab.run(
                    side,
                    "CREATE TABLE parent (id int PRIMARY KEY)",
                    "CREATE TABLE child (id int PRIMARY KEY, code int, note int, parent_id int)",
                    "CREATE INDEX note_" + side + " ON child (note)",
                    "CREATE UNIQUE INDEX code_" + side + " ON child (code)",
                    "CREATE INDEX parent_" + side + " ON child (parent_id)",
                    "ALTER TABLE child ADD CONSTRAINT of_" + side + " FOREIGN KEY (parent_id) REFERENCES parent (id)");
        }
        assertThat(lab.draft().ddl()).isEmpty();
        lab.run(Side.SRC, "CREATE UNIQUE INDEX more ON child (note)");
        assertThat(lab.draft().ddl())
                .as("one that is not unique does not serve for one that is")
                .hasSize(1);
    }

    @Nested
    @RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.MYSQL)
    class MariaDbToMySql extends FamilySchemaContract {
        @Override
        String unknown() {
            return "NATURAL_SORT_KEY(id)";
        }
    }

    @Nested
    @RealDatabases(src = ServerKind.MYSQL, dst = ServerKind.MARIADB)
    class MySqlToMariaDb extends FamilySchemaContract {
        @Override
        String unknown() {
            return "BIN_TO_UUID(id)";
        }
    }

    @Nested
    @RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.MYSQL)
    class PostgresToMySql {
        private SchemaLab lab;

        @BeforeEach
        void start(DatabasePair pair) {
            lab = new SchemaLab(pair, PlanOptions.all());
        }

        @Test
        void aRowAndAKeyGetRoom() throws Exception {
            String columns = IntStream.range(0, 60)
                    .mapToObj(n -> "c" + n + " varchar(400)")
                    .collect(Collectors.joining(", "));
            lab.run(
                    Side.SRC,
                    "CREATE TABLE broad (id int PRIMARY KEY, code varchar(300) UNIQUE, " + columns + ")",
                    "CREATE INDEX broad_c1 ON broad (c1)",
                    "CREATE TABLE long_key (a varchar(2000), b int, PRIMARY KEY (a, b))");
            lab.create();
            assertThat(lab.target("SELECT COLUMN_TYPE FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()"
                            + " AND TABLE_NAME = 'broad' AND COLUMN_NAME LIKE 'c%'"))
                    .contains("longtext", "varchar(400)", "varchar(300)");
            String wide = "x".repeat(400);
            lab.run(
                    Side.DST,
                    "INSERT INTO broad (id, c0, c1, c59) VALUES (1, '" + wide + "', '" + wide + "', '" + wide + "')");
            assertThat(lab.target(
                            "SELECT CHARACTER_MAXIMUM_LENGTH FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()"
                                    + " AND TABLE_NAME = 'long_key' AND COLUMN_NAME = 'a'"))
                    .containsExactly("759");
        }

        @Test
        void columnsThatDifferInCaseAloneAreNamed() throws Exception {
            lab.run(Side.SRC, "CREATE TABLE twins (id int PRIMARY KEY, \"Value\" text, value text)");
            assertThat(lab.only("NAMES_DIFFER_IN_CASE").blocking()).isTrue();
            assertThat(lab.only("NAMES_DIFFER_IN_CASE").what()).contains("columns Value and value");
        }

        @Test
        void keysThatAreThereUnderOtherNamesServe(DatabasePair pair) throws Exception {
            otherNamesServe(pair);
        }

        @Test
        void aKeyWithoutCounterpartIsNamed() throws Exception {
            lab.run(Side.SRC, "CREATE TABLE span (during int4range PRIMARY KEY)");
            assertThat(lab.only("KEY_TYPE_UNSUPPORTED").where()).isEqualTo("public.span.during");
        }

        @Test
        void whatIsThereUnderANameInAnotherCaseIsNotCreatedAgain() throws Exception {
            lab.run(
                    Side.SRC,
                    "CREATE TABLE order_item (id int PRIMARY KEY, unit_price int)",
                    "CREATE INDEX by_price ON order_item (unit_price)");
            lab.run(Side.DST, "CREATE TABLE Order_Item (Id INT PRIMARY KEY, Unit_Price INT)");
            lab.create();
            assertThat(lab.target("SELECT CONCAT(TABLE_NAME, '.', COLUMN_NAME) FROM information_schema.STATISTICS"
                            + " WHERE TABLE_SCHEMA = DATABASE() AND INDEX_NAME = 'by_price'"))
                    .containsExactly("Order_Item.Unit_Price");
        }
    }

    @Nested
    @RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.POSTGRESQL)
    class Postgres {
        private SchemaLab lab;

        @BeforeEach
        void start(DatabasePair pair) {
            lab = new SchemaLab(pair, PlanOptions.all());
        }

        @Test
        void aConfigurationOfTextSearchComesWithWhatNeedsIt() throws Exception {
            lab.run(
                    Side.SRC,
                    "CREATE SCHEMA words",
                    "CREATE TEXT SEARCH DICTIONARY words.plain (TEMPLATE = simple, ACCEPT = true)",
                    "CREATE TEXT SEARCH CONFIGURATION words.\"Own\" (COPY = english)",
                    "ALTER TEXT SEARCH CONFIGURATION words.\"Own\" ALTER MAPPING FOR asciiword, word WITH words.plain",
                    "CREATE TABLE page (id int PRIMARY KEY, body text,"
                            + " found tsvector GENERATED ALWAYS AS (to_tsvector('words.\"Own\"', body)) STORED)",
                    "CREATE INDEX page_body ON page USING gin (to_tsvector('words.\"Own\"', body))");
            lab.create();
            assertThat(lab.leftOut()).isEmpty();
            lab.run(Side.DST, "INSERT INTO page VALUES (1, 'The runners')");
            assertThat(lab.target("SELECT found::text FROM page")).containsExactly("'runners':2 'the':1");
        }

        @Test
        void whatTypesAreMadeOfComesFirst() throws Exception {
            lab.run(
                    Side.SRC,
                    "CREATE SCHEMA kit",
                    "CREATE FUNCTION kit.odd(n integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT n % 2 = 1'",
                    "CREATE COLLATION kit.loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
                    "CREATE DOMAIN kit.number AS integer CHECK (kit.odd(VALUE))",
                    "CREATE DOMAIN kit.word AS text COLLATE kit.loose",
                    "CREATE TYPE kit.span AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi, MULTIRANGE_TYPE_NAME = kit.spans)",
                    "CREATE TABLE thing (id int PRIMARY KEY, n kit.number, w kit.word, s kit.spans)");
            lab.create();
            assertThat(lab.target("SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
                            + " WHERE attrelid = 'thing'::regclass AND attnum > 1 ORDER BY attnum"))
                    .containsExactly("kit.number", "kit.word", "kit.spans");
            assertThat(lab.target("SELECT ('A'::kit.word = 'a'::kit.word)::text"))
                    .containsExactly("true");
        }

        @Test
        void whatLivesInASchemaWithoutTablesComesToo() throws Exception {
            lab.run(
                    Side.SRC,
                    "CREATE SCHEMA counters",
                    "CREATE SEQUENCE counters.ids",
                    "CREATE SEQUENCE counters.marks INCREMENT BY 5",
                    "CREATE FUNCTION counters.mark() RETURNS bigint LANGUAGE plpgsql AS"
                            + " $$ BEGIN RETURN nextval('counters.marks'); END $$",
                    "CREATE TABLE seen (id bigint DEFAULT nextval('counters.ids'), at date, mark bigint DEFAULT counters.mark(),"
                            + " PRIMARY KEY (id, at)) PARTITION BY RANGE (at)",
                    "CREATE TABLE counters.seen_old PARTITION OF seen (mark WITH OPTIONS DEFAULT 7, CONSTRAINT early CHECK (id < 9))"
                            + " FOR VALUES FROM (MINVALUE) TO (MAXVALUE)",
                    "CREATE INDEX own_one ON counters.seen_old (mark)");
            lab.create();
            lab.run(Side.DST, "INSERT INTO seen (at) VALUES ('2024-01-01'), ('2024-01-01')");
            assertThat(lab.target(
                            "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'counters.seen_old'::regclass"
                                    + " AND adnum = 3 UNION ALL SELECT conname::text FROM pg_constraint WHERE contype = 'c'"
                                    + " AND conrelid = 'counters.seen_old'::regclass UNION ALL SELECT indexname FROM pg_indexes"
                                    + " WHERE indexname = 'own_one'"))
                    .containsExactly("7", "early", "own_one");
            assertThat(lab.target("SELECT id || ' ' || mark FROM counters.seen_old ORDER BY id"))
                    .containsExactly("1 1", "2 6");
        }

        @Test
        void sequencesOfASchemaWithoutTablesAreRaisedByTheirNames(DatabasePair pair) throws Exception {
            lab.run(
                    Side.SRC,
                    "CREATE SCHEMA counters",
                    "CREATE SEQUENCE counters.a",
                    "CREATE SEQUENCE counters.b",
                    "CREATE TABLE t (id int PRIMARY KEY)");
            lab.run(
                    Side.DST,
                    "CREATE SCHEMA counters",
                    "CREATE SEQUENCE counters.a",
                    "CREATE TABLE t (id int PRIMARY KEY)");
            assertThat(Lab.draft(pair, PlanOptions.all()).problems().stream()
                            .filter(p -> p.code().equals("SEQUENCE_WITHOUT_PARTNER"))
                            .map(p -> p.where()))
                    .containsExactly("counters.b");
        }

        @Test
        void keysThatAreThereUnderOtherNamesServe(DatabasePair pair) throws Exception {
            otherNamesServe(pair);
        }

        @Test
        void aCounterThatCountsDownIsRaisedByItsNameAlone(DatabasePair pair) throws Exception {
            lab.run(
                    Side.SRC,
                    "CREATE SEQUENCE down INCREMENT BY -1",
                    "CREATE TABLE t (id int PRIMARY KEY DEFAULT nextval('down'))");
            try (Connection src = pair.src().getConnection()) {
                Dialect dialect = Dialects.of(src);
                Table table = dialect.readTables(src, List.of("public")).get(0);
                assertThat(dialect.readCounter(src, table, table.column("id"))).isEmpty();
                assertThat(dialect.readSequences(src, List.of("public")))
                        .singleElement()
                        .satisfies(sequence -> assertThat(sequence.owned()).isFalse());
            }
        }

        @Test
        void aKeyThatNoUpsertTakesAndOneThatHoldsForSomeRowsAreNamed(DatabasePair pair) throws Exception {
            for (Side side : Side.values()) {
                lab.run(
                        side,
                        "CREATE TABLE late (id int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED)",
                        "CREATE TABLE several (code text NOT NULL, gone boolean)",
                        "CREATE UNIQUE INDEX several_code ON several (code) WHERE NOT gone",
                        "CREATE TABLE whole (code text NOT NULL, gone boolean)",
                        "CREATE UNIQUE INDEX whole_code ON whole (code)");
            }
            PlanOptions keys = PlanOptions.all()
                    .withKeys(Map.of("public.several", List.of("code"), "public.whole", List.of("code")));
            assertThat(Lab.draft(pair, keys).problems().stream()
                            .filter(p -> p.code().startsWith("KEY_") && p.what().contains("source"))
                            .map(p -> p.code() + " " + p.where()))
                    .containsExactlyInAnyOrder("KEY_DEFERRABLE public.late", "KEY_PARTIAL public.several");
        }
    }

    @Nested
    @RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.MARIADB)
    class MariaDb {
        @Test
        void keysThatAreThereUnderOtherNamesServe(DatabasePair pair) throws Exception {
            otherNamesServe(pair);
        }

        @Test
        void theEndOfAVersionIsNoPartOfAKey(DatabasePair pair) throws Exception {
            SchemaLab lab = new SchemaLab(pair, PlanOptions.all());
            lab.run(
                    Side.SRC,
                    "CREATE TABLE kept (id INT PRIMARY KEY, v INT, b TIMESTAMP(6) GENERATED ALWAYS AS ROW START,"
                            + " e TIMESTAMP(6) GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (b, e)) WITH SYSTEM VERSIONING");
            try (Connection src = pair.src().getConnection()) {
                assertThat(new DatabaseView(Dialects.of(src), src)
                                .readTables(List.of(pair.source().name())))
                        .singleElement()
                        .satisfies(table -> assertThat(table.key()).containsExactly("id"));
            }
        }
    }
}
