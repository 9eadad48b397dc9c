package dev.movex.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Watch;
import dev.movex.core.control.Assignment;
import dev.movex.core.copy.CopyOptions;
import dev.movex.core.event.EvidenceSink;
import dev.movex.core.event.InProcessQueue;
import dev.movex.core.event.InconsistencyType;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.event.RepairWorker;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.validate.FullValidator;
import dev.movex.core.validate.ValidationRun;
import dev.movex.core.validate.ValidationSetup;
import dev.movex.doublewrite.DoubleWriteConfig;
import dev.movex.doublewrite.MovexDataSource;
import dev.movex.testkit.database.DatabasePair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A thousand differences of every kind are planted behind an application that writes on: all are found, nothing else is,
 * all are repaired, and an oracle that knows nothing of Movex finds both sides equal. Two seeds, or as many as
 * {@code -Dmovex.seeds=20} says.
 */
abstract class PlantedContract {
    private static final int PLANTED = 1000;
    private static final int WRITERS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Integer.getInteger("movex.seeds", 2));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void allAreFoundNothingElseIsAndAllAreRepaired(long seed, DatabasePair pair) throws Exception {
        Goods.create(pair);
        Goods.load(pair.source());
        Lab lab = Lab.of(pair);
        for (PlannedTable table : lab.plan().tables()) {
            assertThat(lab.copier(CursorStore.inMemory(), CopyOptions.standard(), Hooks.real())
                            .copyTable(table, lab::authority, Watch.none())
                            .proven())
                    .isTrue();
        }
        Map<DirtyKey, InconsistencyType> planted =
                GoodsDamage.plant(pair.target(), lab.postgres(Side.DST), PLANTED, seed);
        assertThat(planted).hasSize(PLANTED);
        assertThat(GoodsOracle.differences(pair.source(), pair.target())).isEqualTo(names(planted.keySet()));

        Set<String> proven =
                lab.plan().tables().stream().map(PlannedTable::name).collect(Collectors.toSet());
        try (MovexDataSource movex =
                MovexDataSource.open(DoubleWriteConfig.of("planted"), lab.plan(), pair.src(), pair.dst())) {
            movex.member().adopt(new Assignment(Pattern.SRC_FIRST, 1, proven));
            try (GoodsWriters writers = GoodsWriters.start(movex, WRITERS, seed)) {
                await().until(() -> writers.committed() > 100);
                List<InconsistentEvent> events = new ArrayList<>();
                ValidationRun run = validate(lab, events);
                assertThat(types(events)).isEqualTo(planted);
                assertThat(events).hasSize(PLANTED);
                assertThat(run.inconsistencies()).isEqualTo(PLANTED);
                repair(lab, events);
                events.clear();
                assertThat(validate(lab, events).clean()).isTrue();
                assertThat(events).isEmpty();
                long before = writers.committed();
                await().until(() -> writers.committed() > before);
            }
        }
        assertThat(lab.sweeper(Duration.ZERO).drain(lab::authority, PATIENCE)).isTrue();
        assertThat(GoodsOracle.differences(pair.source(), pair.target())).isEmpty();
    }

    private static ValidationRun validate(Lab lab, List<InconsistentEvent> events) throws Exception {
        ValidationSetup setup = ValidationSetup.standard(lab.plan(), lab.databases(), events::add, EvidenceSink.none())
                .withPatience(PATIENCE);
        return new FullValidator(setup, Hooks.real()).run(lab::authority, Watch.none());
    }

    private static void repair(Lab lab, List<InconsistentEvent> events) throws Exception {
        InProcessQueue queue = new InProcessQueue(PLANTED, PATIENCE);
        try (RepairWorker worker = new RepairWorker(
                queue.subscribe(),
                lab.repairer(Hooks.real()),
                lab::authority,
                (event, reason) -> {},
                Hooks.real().pauser())) {
            worker.start();
            for (InconsistentEvent event : events) {
                queue.publish(InconsistentEvent.ofJson(event.toJson()));
            }
            // those that exchanged unique values are repaired by the first of them
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> worker.stats().repaired() + worker.stats().equal() == PLANTED);
        }
    }

    private static Map<DirtyKey, InconsistencyType> types(List<InconsistentEvent> events) {
        Map<DirtyKey, InconsistencyType> types = new HashMap<>();
        events.forEach(event -> types.put(event.dirtyKey(), event.type()));
        return types;
    }

    private static Set<String> names(Set<DirtyKey> keys) {
        return keys.stream()
                .map(key -> key.toString().replace("public.", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
