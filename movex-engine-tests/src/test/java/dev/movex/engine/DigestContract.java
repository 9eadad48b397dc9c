package dev.movex.engine;

import static dev.movex.engine.Lab.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.validate.ValidationRun;
import dev.movex.testkit.database.DatabasePair;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Differences that a weaker digest does not see. */
abstract class DigestContract {
    /** What the source and the target are set to in one row. */
    private static final List<String> PAIRS = List.of(
            "d = 5.00 | d = -5.00",
            "n = -1 | n = 4294967295",
            "n = 5 | n = 4294967300",
            "n = -4294967297 | n = 0",
            "n = 1 | n = 4294967296",
            "m = -1 | m = 1",
            "a = NULL | a = ''",
            "b = NULL | b = ''",
            "n = NULL | n = 0",
            "m = NULL | m = 0",
            "d = NULL | d = 0",
            "a = NULL, b = 'b' | a = 'b', b = NULL",
            "a = 'ab', b = 'c' | a = 'a', b = 'bc'",
            "a = 'x,1', b = 'y' | a = 'x', b = '1,y'",
            "a = 'x ' | a = 'x'",
            "a = 'A' | a = 'a'",
            "a = 'N' | a = NULL",
            "n = 12, m = 3 | n = 1, m = 23",
            "t = '2026-01-01 00:00:00.000001' | t = '2026-01-01 00:00:00.000002'",
            "t = '2026-01-01 00:00:00' | t = '2026-01-01 01:11:34.967297'",
            "t = '1999-12-31 23:59:59.999999' | t = '2000-01-01 01:11:34.967295'");

    private final List<InconsistentEvent> events = new ArrayList<>();
    private Lab lab;

    @BeforeEach
    void create(DatabasePair pair) {
        lab = Lab.of(
                pair,
                "CREATE TABLE item (id bigint PRIMARY KEY, a text, b text, n bigint, m int, d decimal(12, 2),"
                        + " t timestamp, u text NOT NULL)");
        lab.execBoth("INSERT INTO item SELECT n, 'a', 'b', n, n, 5.00, '2026-01-01 00:00:00.000001', 'u'"
                + " FROM generate_series(1, 3000) n");
    }

    private List<DirtyKey> found() throws Exception {
        lab.validate(events);
        return events.stream().map(InconsistentEvent::dirtyKey).toList();
    }

    @Test
    void twoValuesOfARowAreTwoHashes() throws Exception {
        List<DirtyKey> changed = new ArrayList<>();
        for (int i = 0; i < PAIRS.size(); i++) {
            String[] pair = PAIRS.get(i).split(" \\| ");
            // some of them alone in their part of the table
            int id = 100 + i * 130;
            lab.exec(Side.SRC, "UPDATE item SET " + pair[0] + " WHERE id = " + id);
            lab.exec(Side.DST, "UPDATE item SET " + pair[1] + " WHERE id = " + id);
            changed.add(key("item", String.valueOf(id)));
        }
        assertThat(found()).containsExactlyInAnyOrderElementsOf(changed);
    }

    @Test
    void valuesThatTwoRowsExchangeAreFound() throws Exception {
        lab.execBoth("UPDATE item SET a = 'one', n = 1, d = 1 WHERE id = 10");
        lab.execBoth("UPDATE item SET a = 'two', n = 2, d = 2 WHERE id = 11");
        for (String column : List.of("a", "n", "d")) {
            lab.exec(
                    Side.DST,
                    "UPDATE item SET " + column + " = " + (column.equals("a") ? "'two'" : "2") + " WHERE id = 10");
            lab.exec(
                    Side.DST,
                    "UPDATE item SET " + column + " = " + (column.equals("a") ? "'one'" : "1") + " WHERE id = 11");
            assertThat(found()).containsExactlyInAnyOrder(key("item", "10"), key("item", "11"));
            events.clear();
            lab.exec(Side.DST, "UPDATE item SET a = 'one', n = 1, d = 1 WHERE id = 10");
            lab.exec(Side.DST, "UPDATE item SET a = 'two', n = 2, d = 2 WHERE id = 11");
        }
    }

    @Test
    void equalChangesInAnEvenNumberOfRowsDoNotCancel() throws Exception {
        lab.exec(Side.DST, "UPDATE item SET t = '2026-01-01 00:00:00.000003' WHERE id BETWEEN 1 AND 3000");
        lab.validate(events);
        assertThat(events).hasSize(3000);
    }

    @Test
    void theSumsOfEqualTablesAreEqualAndOfDifferentOnesDiffer() throws Exception {
        ValidationRun equal = lab.validate(events);
        assertThat(equal.tables().get(0).sourceDigest())
                .isEqualTo(equal.tables().get(0).targetDigest());
        assertThat(equal.tables().get(0).suspects()).isZero();
        lab.exec(Side.DST, "UPDATE item SET m = m + 1 WHERE id = 7", "UPDATE item SET m = m - 1 WHERE id = 8");
        ValidationRun different = lab.validate(events);
        String[] one = different.tables().get(0).sourceDigest().split(":");
        String[] two = different.tables().get(0).targetDigest().split(":");
        assertThat(one[0]).isEqualTo(two[0]);
        assertThat(one[1]).isNotEqualTo(two[1]);
        assertThat(one[2]).isNotEqualTo(two[2]);
    }
}
