package dev.movex.engine;

import static dev.movex.engine.Lab.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.row.DirtyKey;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@RealPostgres
class DigestTest extends DigestContract {
    /** Times that the server keeps as numbers: the ends of their ranges, and the least that two can differ by. */
    private static final List<String> TIMES = List.of(
            "t = NULL | t = '2000-01-01'",
            "t = 'infinity' | t = '-infinity'",
            "z = '2026-01-01 00:00:00+00' | z = '2026-01-01 00:00:00.000001+00'",
            "z = '2026-01-01 00:00:00+02' | z = '2026-01-01 00:00:00+00'",
            "d = '2026-01-01' | d = '2026-01-02'",
            "d = '4713-01-01 BC' | d = '4712-01-01 BC'",
            "h = '00:00:00' | h = '24:00:00'",
            "h = '23:59:59.999998' | h = '23:59:59.999999'");

    @Test
    void noTwoTimesAreOne(DatabasePair pair) throws Exception {
        Lab lab =
                Lab.of(pair, "CREATE TABLE timed (id bigint PRIMARY KEY, t timestamp, z timestamptz, d date, h time)");
        lab.execBoth("INSERT INTO timed SELECT n, 'infinity', '-infinity', '5874897-12-31', NULL"
                + " FROM generate_series(1, 100) n");
        List<DirtyKey> changed = new ArrayList<>();
        for (int i = 0; i < TIMES.size(); i++) {
            String[] two = TIMES.get(i).split(" \\| ");
            lab.exec(Side.SRC, "UPDATE timed SET " + two[0] + " WHERE id = " + (i + 1));
            lab.exec(Side.DST, "UPDATE timed SET " + two[1] + " WHERE id = " + (i + 1));
            changed.add(key("timed", String.valueOf(i + 1)));
        }
        List<InconsistentEvent> events = new ArrayList<>();
        lab.validate(events);
        assertThat(events.stream().map(InconsistentEvent::dirtyKey)).containsExactlyInAnyOrderElementsOf(changed);
    }
}
