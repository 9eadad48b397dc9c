package dev.movex.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Watch;
import dev.movex.core.copy.CopyOptions;
import dev.movex.core.copy.CopyResult;
import dev.movex.core.event.InProcessQueue;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.event.RepairWorker;
import dev.movex.core.repair.JournalSweeper;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.validate.IncrementalOptions;
import dev.movex.core.validate.IncrementalValidator;
import dev.movex.core.validate.KeyQueue;
import dev.movex.core.validate.ValidationRun;
import dev.movex.testkit.database.DatabasePair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copy, validation and repair while an application writes both sides. */
abstract class LiveLoadContract {
    private static final int HOT = 300;
    private Lab lab;

    @BeforeEach
    void create(DatabasePair pair) {
        lab = Lab.of(pair, "CREATE TABLE item (id bigint PRIMARY KEY, note text, utime bigint)");
    }

    private void assertEqualSides() throws Exception {
        assertThat(lab.sweeper(Duration.ZERO).drain(lab::authority, Duration.ofSeconds(20)))
                .isTrue();
        assertThat(lab.rows(Side.DST, "item")).isEqualTo(lab.rows(Side.SRC, "item"));
    }

    @Test
    void plantedDifferencesAreFoundWithoutAFalseAlarmAndRepaired() throws Exception {
        lab.execBoth("INSERT INTO item SELECT n, 'cold', 1000 FROM generate_series(1001, 21000) n");
        lab.exec(
                Side.DST,
                "DELETE FROM item WHERE id > 1000 AND id % 1000 = 7",
                "UPDATE item SET note = 'differs' WHERE id > 1000 AND id % 1000 = 8",
                "INSERT INTO item SELECT 100000 + n, 'surplus', 1000 FROM generate_series(1, 20) n");
        Set<DirtyKey> planted = new HashSet<>();
        for (int n = 1; n <= 20; n++) {
            planted.add(Lab.key("item", String.valueOf(n * 1000 + 7)));
            planted.add(Lab.key("item", String.valueOf(n * 1000 + 8)));
            planted.add(Lab.key("item", String.valueOf(100000 + n)));
        }
        InProcessQueue queue = new InProcessQueue(100, Duration.ofSeconds(5));
        List<InconsistentEvent> events = new ArrayList<>();
        try (Load load = Load.start(lab, 3, HOT)) {
            await().until(() -> load.transactions() > 100);
            for (int run = 0; run < 3; run++) {
                events.clear();
                ValidationRun validation = lab.validate(events);
                assertThat(found(events)).isEqualTo(planted);
                assertThat(validation.inconsistencies()).isEqualTo(planted.size());
            }
            try (RepairWorker worker = new RepairWorker(
                    queue.subscribe(),
                    lab.repairer(Hooks.real()),
                    lab::authority,
                    (event, reason) -> {},
                    Hooks.real().pauser())) {
                worker.start();
                for (InconsistentEvent event : events) {
                    queue.publish(event);
                }
                await().until(() -> worker.stats().repaired() == planted.size());
            }
            events.clear();
            assertThat(lab.validate(events).clean()).isTrue();
        }
        assertEqualSides();
    }

    private static Set<DirtyKey> found(List<InconsistentEvent> events) {
        return events.stream().map(InconsistentEvent::dirtyKey).collect(Collectors.toSet());
    }

    @Test
    void incrementalWindowsAreCleanWhileTheApplicationWrites() throws Exception {
        KeyQueue queue = new KeyQueue(10_000);
        List<InconsistentEvent> events = new ArrayList<>();
        IncrementalValidator validator = new IncrementalValidator(
                lab.validation(events), queue, CursorStore.inMemory(), IncrementalOptions.from(0), Hooks.real());
        try (Load load = Load.start(lab, 3, HOT)) {
            await().until(() -> load.transactions() > 100);
            long rows = 0;
            for (int window = 0; window < 5; window++) {
                for (int n = 1; n <= HOT; n++) {
                    queue.offer(List.of(Lab.key("item", String.valueOf(n))));
                }
                ValidationRun run = validator.window(lab::authority, Watch.none());
                rows += run.tables().get(0).rows();
                assertThat(run.inconsistencies()).isZero();
            }
            assertThat(rows).isGreaterThanOrEqualTo(5 * HOT);
        }
        assertThat(events).isEmpty();
    }

    @Test
    void aTableIsCopiedAndProvenWhileTheApplicationWrites() throws Exception {
        lab.exec(Side.SRC, "INSERT INTO item SELECT n, 'old', 1000 FROM generate_series(1, 20000) n");
        JournalSweeper sweeper = lab.sweeper(Duration.ofMillis(200));
        try (Load load = Load.start(lab, 3, 20_000)) {
            await().until(() -> load.transactions() > 50);
            CopyResult result = lab.copier(
                            CursorStore.inMemory(), CopyOptions.standard().withRows(500, 1000), Hooks.real())
                    .copyTable(lab.table("item"), lab::authority, Watch.none());
            assertThat(result.proven()).isTrue();
            sweeper.sweep(lab::authority);
            List<InconsistentEvent> events = new ArrayList<>();
            assertThat(lab.validate(events).clean()).isTrue();
            assertThat(load.transactions()).isGreaterThan(50);
        }
        assertEqualSides();
    }
}
