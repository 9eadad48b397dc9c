package dev.movex.engine;

import static dev.movex.engine.Lab.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Watch;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.validate.IncrementalOptions;
import dev.movex.core.validate.IncrementalValidator;
import dev.movex.core.validate.KeyQueue;
import dev.movex.core.validate.ValidationRun;
import dev.movex.testkit.database.DatabasePair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

abstract class IncrementalValidatorContract {
    private static final String MILLIS = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";
    private final List<InconsistentEvent> events = new ArrayList<>();
    private final KeyQueue queue = new KeyQueue(100);
    private final CursorStore cursors = CursorStore.inMemory();

    private IncrementalValidator validator(Lab lab, IncrementalOptions options) {
        return new IncrementalValidator(lab.validation(events), queue, cursors, options, Hooks.real());
    }

    private static IncrementalOptions options() {
        return IncrementalOptions.from(0).withMargin(Duration.ZERO);
    }

    static Lab lab(DatabasePair pair) {
        return Lab.of(pair, "CREATE TABLE item (id bigint PRIMARY KEY, note text, utime bigint)");
    }

    private List<DirtyKey> found() {
        return events.stream().map(InconsistentEvent::dirtyKey).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bigint", "timestamptz", "timestamp"})
    void rowsThatChangedAreLookedAtOnceAndTheCursorAdvances(String type, DatabasePair pair) throws Exception {
        Lab lab = Lab.of(pair, "CREATE TABLE item (id bigint PRIMARY KEY, note text, updated_at " + type + ")");
        String now = type.equals("bigint") ? MILLIS : "clock_timestamp()";
        lab.exec(
                Side.SRC,
                "SET TIME ZONE 'Asia/Kathmandu'; INSERT INTO item SELECT n, 'x', " + now
                        + " FROM generate_series(1, 25) n");
        IncrementalValidator validator = validator(lab, options().withPage(10));
        ValidationRun first = validator.window(lab::authority, Watch.none());
        assertThat(first.tables().get(0).rows()).isEqualTo(25);
        assertThat(events).hasSize(25);
        ValidationRun second = validator.window(lab::authority, Watch.none());
        assertThat(second.tables()).isEmpty();
        assertThat(second.clean()).isTrue();
        events.clear();
        lab.exec(Side.SRC, "SET TIME ZONE 'Asia/Kathmandu'; UPDATE item SET updated_at = " + now + " WHERE id = 3");
        validator.window(lab::authority, Watch.none());
        assertThat(found()).containsExactly(key("item", "3"));
    }

    @Test
    void rowsBeforeTheStartAreNotLookedAt(DatabasePair pair) throws Exception {
        Lab lab = lab(pair);
        lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'old', 999), (2, 'x', 1000), (3, 'x', 1001)");
        validator(lab, IncrementalOptions.from(1000).withMargin(Duration.ZERO)).window(lab::authority, Watch.none());
        assertThat(found()).containsExactly(key("item", "2"), key("item", "3"));
    }

    @Test
    void aRowThatIsStampedEarlyAndCommittedLateIsNotSkipped(DatabasePair pair) throws Exception {
        Lab lab = lab(pair);
        IncrementalValidator validator = validator(lab, options());
        try (DualWrite late = new DualWrite(lab)) {
            late.base("INSERT INTO item VALUES (1, 'late', " + MILLIS + ")");
            lab.query(Side.SRC, lab.postgres(Side.SRC) ? "SELECT pg_sleep(0.02)" : "SELECT SLEEP(0.02)");
            lab.exec(Side.SRC, "INSERT INTO item VALUES (2, 'prompt', " + MILLIS + ")");
            validator.window(lab::authority, Watch.none());
            assertThat(events).isEmpty();
            late.commitBase();
        }
        validator.window(lab::authority, Watch.none());
        assertThat(found()).containsExactlyInAnyOrder(key("item", "1"), key("item", "2"));
    }

    @Test
    void rowsOfOneUpdateTimeAreToldApartByTheirKeys(DatabasePair pair) throws Exception {
        Lab lab = lab(pair);
        lab.exec(Side.SRC, "INSERT INTO item SELECT n, 'x', 5000 FROM generate_series(1, 25) n");
        validator(lab, options().withPage(10)).window(lab::authority, Watch.none());
        assertThat(found()).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void keysOfTheQueueAreLookedAt(DatabasePair pair) throws Exception {
        Lab lab = lab(pair);
        lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'no update time', NULL)");
        lab.exec(Side.DST, "INSERT INTO item VALUES (2, 'deleted on the source', NULL)");
        queue.offer(List.of(key("item", "1"), key("item", "2"), key("unknown", "1")));
        ValidationRun run = validator(lab, options()).window(lab::authority, Watch.none());
        assertThat(found()).containsExactlyInAnyOrder(key("item", "1"), key("item", "2"));
        assertThat(run.tables().get(0).rows()).isEqualTo(2);
        assertThat(queue.size()).isZero();
    }

    @Test
    void keysOfTheJournalAreLookedAtAndPending(DatabasePair pair) throws Exception {
        Lab lab = lab(pair);
        try (DualWrite write = new DualWrite(lab)) {
            write.base("INSERT INTO item VALUES (1, 'x', NULL)");
            write.journal(key("item", "1"));
            write.commitBase();
        }
        ValidationRun run = validator(lab, options()).window(lab::authority, Watch.none());
        assertThat(run.pending()).isEqualTo(1);
        assertThat(run.inconsistencies()).isZero();
    }
}
