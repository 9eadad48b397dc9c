package dev.movex.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Watch;
import dev.movex.core.control.Authority;
import dev.movex.core.copy.Copier;
import dev.movex.core.copy.CopyOptions;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.repair.KeyOutcome;
import dev.movex.core.row.DirtyKey;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every type of the server, with values that break careless copies, through every way a row can take. */
@RealPostgres
class TypesTest {
    private static final String[] SCHEMA = {
        "CREATE SCHEMA \"Mixed Case\"",
        "CREATE TYPE mood AS ENUM ('glad', 'it''s, \"quoted\"', 'sad')",
        "CREATE DOMAIN small AS int CHECK (VALUE < 100)",
        "CREATE TYPE pair AS (a int, b text)",
        """
        CREATE TABLE kinds (id int PRIMARY KEY, bo boolean, i2 smallint, i4 integer, i8 bigint, nu numeric,
          nt numeric(30, 10), f4 real, f8 double precision, te text, vc varchar(20), ch char(5), by bytea, da date,
          ts timestamp, tz timestamptz, ti time, tt timetz, iv interval, js json, jb jsonb, ia int[], ta text[],
          mo mood, ma mood[], sm small, b8 bit(8), vb varbit, ip inet, mac macaddr, po point, ra int4range, tv tsvector,
          mn money, co pair, na name, uu uuid, gen int GENERATED ALWAYS AS (i4 + 1) STORED)""",
        """
        CREATE TABLE "Mixed Case"."Order" ("select" uuid, "Group" text, "from" text DEFAULT 'x', "a ""b"" c" int,
          PRIMARY KEY ("select", "Group"))""",
        "CREATE TABLE times (at timestamptz, d date, n numeric, note text, PRIMARY KEY (at, d, n))",
        "CREATE TABLE bytes_key (k bytea, t time, b boolean, note text, PRIMARY KEY (k, t, b))",
        "CREATE TABLE moods (m mood, ts timestamp, note text, PRIMARY KEY (m, ts))",
        "CREATE TABLE texts (k text COLLATE \"C\" PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY)",
        "CREATE TABLE only_key (a int, b int, PRIMARY KEY (b, a))"
    };

    private static final String[] ROWS = {
        "INSERT INTO kinds (id) VALUES (1)",
        """
        INSERT INTO kinds VALUES (2, true, -32768, -2147483648, -9223372036854775808, 'NaN', -0.0, 'NaN', '-0', '',
          '', '', '', '-infinity', 'infinity', '-infinity', '24:00', '23:59:59.999999-15:59', '-178000000 years',
          ' { "a" : 1, "a": 2 } ', '{"b": 1.10, "a": [null, "\\u00e9"]}', '{}', '{NULL,"NULL","",a b,"{}","\\""}', 'glad',
          '{"it''s, \\"quoted\\"",NULL}', -1, B'00000000', B'', '::1/64', '08:00:2b:01:02:03', '(NaN,-0)', 'empty', '',
          '-92233720368547758.08', ROW(NULL, ''), 'n', '00000000-0000-0000-0000-000000000000')""",
        """
        INSERT INTO kinds VALUES (3, false, 32767, 2147483646, 9223372036854775807, 1e1000, 12345678901234567890.0123456789,
          'Infinity', 4.9e-324, E'tab\\t nl\\n cr\\r bs\\\\ \\\\N \\\\. quote'' "', '😀𝔘 é', 'a b', '\\x00ff5c0a', '0044-03-15 BC',
          '0001-01-01 00:00:00.000001', '294276-12-31 23:59:59.999999+00', '00:00', '00:00:00+00', '1 mon -1 day 00:00:00.000001',
          '"\\u0041"', 'null', '{{1,NULL},{3,4}}', '[2:3]={x,y}', 'it''s, "quoted"', '{}', 99, B'11111111', B'101', '10.0.0.0/8',
          'ff:ff:ff:ff:ff:ff', '(1e300,-1e-300)', '[1,10)', '''a b'':1A fat:2', 12.34, ROW(1, '(a,"b")'), 'x', gen_random_uuid())""",
        """
        INSERT INTO kinds (id, nu, f4, f8, te, tz) VALUES (4, repeat('9', 1000)::numeric, 3.4028235e38, 0.1, repeat('long ', 50000),
          '2026-03-29 02:30:00+05:45')""",
        """
        INSERT INTO "Mixed Case"."Order" VALUES ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '', NULL, 1),
          ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', ' ', '', 2), ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', E'\\\\''"😀', 'y', 3)""",
        """
        INSERT INTO times VALUES ('infinity', '-infinity', 'NaN', 'a'), ('2026-01-01 00:00+05:45', '2026-01-01', 1.50, 'b'),
          ('2026-01-01 00:00+00', '0044-03-15 BC', -1e100, 'c')""",
        "INSERT INTO bytes_key VALUES ('', '00:00', true, 'a'), ('\\x00', '24:00', false, 'b'), ('\\x5c27', '12:00', true, 'c')",
        "INSERT INTO moods VALUES ('sad', 'infinity', 'a'), ('it''s, \"quoted\"', '-infinity', 'b'), ('glad', 'now', 'c')",
        "INSERT INTO texts (k) VALUES (''), (' '), ('a'), ('A'), ('ä'), ('😀'), (E'\\n'), (E'\\\\N'), ('''')",
        "INSERT INTO only_key SELECT n, n % 3 FROM generate_series(1, 500) n"
    };

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void allValuesAreCopiedComparedAndRepaired(boolean bulk, DatabasePair pair) throws Exception {
        Lab lab = Lab.of(pair, SCHEMA);
        lab.exec(Side.SRC, ROWS);
        Databases databases = bulk ? lab.databases() : ChangedDialect.withoutBulk(lab.databases());
        Copier copier = new Copier(
                lab.plan(),
                databases,
                CursorStore.inMemory(),
                lab.repairer(Hooks.real()),
                CopyOptions.standard(),
                Hooks.real());
        for (PlannedTable table : lab.plan().tables()) {
            var result = copier.copyTable(table, lab::authority, Watch.none());
            assertThat(result.proven()).as(table.name()).isTrue();
            assertThat(result.repaired()).as(table.name()).isZero();
        }
        assertThat(lab.plan().tables()).hasSize(7);
        assertEqualSides(lab);
        assertThat(lab.validate(new ArrayList<>()).clean()).isTrue();
        damageAndRepair(lab);
    }

    /** Each row takes the way of repair: missing first, then surplus in the other direction. */
    private static void damageAndRepair(Lab lab) throws Exception {
        for (PlannedTable table : lab.plan().tables()) {
            lab.exec(
                    Side.DST,
                    "DELETE FROM "
                            + lab.databases().dstDialect().sql(table, Side.DST).table());
        }
        List<InconsistentEvent> events = new ArrayList<>();
        lab.validate(events);
        long rows = lab.plan().tables().stream()
                .mapToLong(table -> count(lab, table))
                .sum();
        assertThat(events).hasSize((int) rows);
        var repaired = lab.repair(events.stream()
                .map(e -> InconsistentEvent.ofJson(e.toJson()).dirtyKey())
                .toArray(DirtyKey[]::new));
        assertThat(repaired.outcomes().values()).allMatch(KeyOutcome::settled);
        assertEqualSides(lab);
        lab.exec(
                Side.DST,
                "UPDATE texts SET n = DEFAULT",
                "UPDATE texts SET n = DEFAULT",
                "UPDATE kinds SET te = 'changed'");
        assertThat(lab.repair(events.stream().map(InconsistentEvent::dirtyKey).toArray(DirtyKey[]::new))
                        .changed())
                .isEqualTo(13);
        assertEqualSides(lab);
        assertThat(lab.validate(new ArrayList<>()).clean()).isTrue();
        lab.control(Side.SRC, 2, false);
        lab.control(Side.DST, 2, true);
        lab.authority(Authority.under(Pattern.DST_FIRST, 2));
        for (PlannedTable table : lab.plan().tables()) {
            lab.exec(
                    Side.DST,
                    "DELETE FROM "
                            + lab.databases().dstDialect().sql(table, Side.DST).table());
        }
        lab.repair(events.stream().map(InconsistentEvent::dirtyKey).toArray(DirtyKey[]::new));
        for (PlannedTable table : lab.plan().tables()) {
            assertThat(count(lab, table)).as(table.name()).isZero();
        }
    }

    private static long count(Lab lab, PlannedTable table) {
        String name = lab.databases().srcDialect().sql(table, Side.SRC).table();
        return Long.parseLong(
                lab.query(Side.SRC, "SELECT count(*) FROM " + name).get(0));
    }

    private static void assertEqualSides(Lab lab) {
        for (PlannedTable table : lab.plan().tables()) {
            String name = lab.databases().srcDialect().sql(table, Side.SRC).table();
            assertThat(lab.rows(Side.DST, name))
                    .as(name)
                    .isEqualTo(lab.rows(Side.SRC, name))
                    .isNotEmpty();
        }
    }

    @Test
    void keysThatBothSidesOrderDifferentlyAreTakenByTheirBytes(DatabasePair pair) throws Exception {
        String values = "SELECT v || n FROM unnest(ARRAY['a','B','ä','Z','-','_','é']) v, generate_series(1, 400) n";
        Lab.run(pair, Side.SRC, "CREATE TABLE item (k text COLLATE \"C\" PRIMARY KEY)");
        String icu = "SELECT 1 FROM pg_collation WHERE collname = 'und-x-icu'";
        boolean icuThere = !Lab.queryOf(pair, Side.DST, icu).isEmpty();
        Lab.run(
                pair,
                Side.DST,
                "CREATE TABLE item (k text COLLATE \"" + (icuThere ? "und-x-icu" : "ucs_basic") + "\" PRIMARY KEY)");
        Lab.run(pair, Side.SRC, "CREATE TYPE mood AS ENUM ('a', 'b', 'c', 'd')");
        Lab.run(pair, Side.DST, "CREATE TYPE mood AS ENUM ('d', 'b', 'a', 'c')");
        for (Side side : Side.values()) {
            Lab.run(pair, side, "CREATE TABLE feeling (m mood, n int, PRIMARY KEY (m, n))");
        }
        Lab lab = Lab.of(pair);
        lab.exec(
                Side.SRC,
                "INSERT INTO item " + values,
                "INSERT INTO feeling SELECT m, n FROM unnest(enum_range(NULL::mood)) m, generate_series(1, 700) n");
        for (PlannedTable table : lab.plan().tables()) {
            assertThat(table.sharesKeyOrder()).isFalse();
            var result = lab.copier(
                            CursorStore.inMemory(), CopyOptions.standard().withRows(200, 300), Hooks.real())
                    .copyTable(table, lab::authority, Watch.none());
            assertThat(result.proven()).isTrue();
            assertThat(result.repaired()).isZero();
            assertThat(result.rows()).isEqualTo(2800);
        }
        assertEqualSides(lab);
        lab.exec(Side.DST, "DELETE FROM item WHERE k = 'B7'", "DELETE FROM feeling WHERE m = 'b' AND n = 3");
        List<InconsistentEvent> events = new ArrayList<>();
        lab.validate(events);
        assertThat(events.stream().map(InconsistentEvent::dirtyKey))
                .containsExactlyInAnyOrder(Lab.key("item", "B7"), Lab.key("feeling", "b", "3"));
    }
}
