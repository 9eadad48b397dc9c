package dev.movex.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.KeyBatches;
import dev.movex.core.access.Watch;
import dev.movex.core.copy.CopyOptions;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.row.DirtyKey;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many rows of some megabytes that differ are confirmed and repaired a few at a time, whatever their number. */
@RealPostgres
class ManyLargeRowsTest {
    private static final int ROWS = 90;

    /** In memory each takes twice as many bytes, since one character needs two. */
    private static final int CHARACTERS = 5_000_000;

    @Test
    void theyAreComparedConfirmedAndRepairedAFewAtATime(DatabasePair pair) throws Exception {
        Lab lab = Lab.of(pair, "CREATE TABLE large (id int PRIMARY KEY, te text)");
        lab.exec(
                Side.SRC,
                "INSERT INTO large SELECT n, '€' || repeat('x', " + CHARACTERS + ") FROM generate_series(1, " + ROWS
                        + ") n");
        assertThat(lab.copier(CursorStore.inMemory(), CopyOptions.standard(), Hooks.real())
                        .copyTable(lab.table("large"), lab::authority, Watch.none())
                        .proven())
                .isTrue();
        lab.exec(Side.DST, "UPDATE large SET te = te || ' '");
        List<InconsistentEvent> events = new ArrayList<>();
        lab.validate(events);
        assertThat(events).hasSize(ROWS);
        DirtyKey[] keys = events.stream().map(InconsistentEvent::dirtyKey).toArray(DirtyKey[]::new);
        assertThat(lab.repair(keys).changed()).isEqualTo(ROWS);
        assertThat(lab.validate(new ArrayList<>()).clean()).isTrue();
    }

    @Test
    void keysAreCutByTheSizeOfTheirRowsOnEitherSide(DatabasePair pair) throws Exception {
        Lab lab = Lab.of(pair, "CREATE TABLE large (id int PRIMARY KEY, te text)");
        lab.execBoth("INSERT INTO large SELECT n, '' FROM generate_series(1, 10) n");
        lab.exec(Side.SRC, "UPDATE large SET te = repeat('x', 3000000) WHERE id IN (2, 3)");
        lab.exec(Side.DST, "UPDATE large SET te = repeat('x', 9000000) WHERE id = 5");
        List<DirtyKey> keys = IntStream.rangeClosed(1, 10)
                .mapToObj(n -> Lab.key("large", String.valueOf(n)))
                .toList();
        try (Connection src = lab.databases().connect(Side.SRC);
                Connection dst = lab.databases().connect(Side.DST)) {
            assertThat(
                            KeyBatches.cut(lab.plan(), lab.databases(), Map.of(Side.SRC, src, Side.DST, dst), keys, 8)
                                    .stream()
                                    .map(List::size))
                    .containsExactly(2, 2, 1, 3, 2);
        }
    }
}
