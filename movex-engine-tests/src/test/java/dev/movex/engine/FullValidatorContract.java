package dev.movex.engine;

import static dev.movex.engine.Lab.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Progress;
import dev.movex.core.access.Steps;
import dev.movex.core.access.Steps.Step;
import dev.movex.core.access.Watch;
import dev.movex.core.control.Authority;
import dev.movex.core.control.BaseChangedException;
import dev.movex.core.event.EventNotTakenException;
import dev.movex.core.event.Evidence;
import dev.movex.core.event.InconsistencyType;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.Row;
import dev.movex.core.validate.Entity;
import dev.movex.core.validate.FullValidator;
import dev.movex.core.validate.TypedComparison;
import dev.movex.core.validate.ValidationRun;
import dev.movex.core.validate.ValidationRun.End;
import dev.movex.core.validate.ValidationSetup;
import dev.movex.testkit.database.DatabasePair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class FullValidatorContract {
    private final List<InconsistentEvent> events = new ArrayList<>();
    private Lab lab;

    @BeforeEach
    void create(DatabasePair pair) {
        lab = Lab.of(
                pair,
                "CREATE TABLE item (id bigint PRIMARY KEY, code text, note text)",
                "CREATE TABLE part (item text, n int, note text, PRIMARY KEY (item, n))");
    }

    private void fill(int rows) {
        lab.execBoth(
                "INSERT INTO item SELECT n, 'c' || n, 'x' FROM generate_series(1, " + rows + ") n",
                "INSERT INTO part SELECT concat('p', n / 7), n, 'x' FROM generate_series(1, " + rows + ") n");
    }

    @Test
    void equalSidesAreClean() throws Exception {
        fill(30_000);
        ValidationRun run = lab.validate(events);
        assertThat(run.clean()).isTrue();
        assertThat(run.tables()).hasSize(2);
        assertThat(run.tables().get(0).rows()).isEqualTo(30_000);
        assertThat(run.tables().get(0).sourceDigest())
                .isEqualTo(run.tables().get(0).targetDigest());
        assertThat(events).isEmpty();
    }

    @Test
    void plantedDifferencesAreFoundWhereverTheyAre() throws Exception {
        fill(30_000);
        lab.exec(
                Side.DST,
                "DELETE FROM item WHERE id IN (1, 15000, 30000)",
                "INSERT INTO item VALUES (-1, 'before', ''), (99999, 'after', '')",
                "UPDATE item SET note = NULL WHERE id = 77",
                "UPDATE item SET note = '' WHERE id = 78",
                "UPDATE item SET code = 'c80' WHERE id = 79",
                "UPDATE item SET code = 'c79' WHERE id = 80",
                "DELETE FROM part WHERE item = 'p100'");
        ValidationRun run = lab.validate(events);
        assertThat(run.clean()).isFalse();
        Set<DirtyKey> missing = keys(InconsistencyType.TARGET_MISSING);
        assertThat(missing).hasSize(3 + 7).contains(key("item", "1"), key("item", "30000"), key("part", "p100", "701"));
        assertThat(keys(InconsistencyType.BASE_MISSING))
                .containsExactlyInAnyOrder(key("item", "-1"), key("item", "99999"));
        assertThat(keys(InconsistencyType.NEQ)).hasSize(4);
        assertThat(events)
                .filteredOn(e -> e.key().values().get(0).equals("79"))
                .singleElement()
                .satisfies(e -> assertThat(e.columns()).containsExactly("code"));
        assertThat(run.inconsistencies()).isEqualTo(events.size());
        lab.repair(events.stream().map(InconsistentEvent::dirtyKey).toArray(DirtyKey[]::new));
        assertThat(lab.validate(new ArrayList<>()).clean()).isTrue();
    }

    private Set<DirtyKey> keys(InconsistencyType type) {
        return events.stream()
                .filter(e -> e.type() == type)
                .map(InconsistentEvent::dirtyKey)
                .collect(Collectors.toSet());
    }

    @Test
    void aTargetWithRowsThatTheSourceNeverHadIsSeenWhole() throws Exception {
        lab.exec(Side.DST, "INSERT INTO item SELECT n, 'c', 'x' FROM generate_series(1, 5000) n");
        ValidationRun run = lab.validate(events);
        assertThat(keys(InconsistencyType.BASE_MISSING)).hasSize(5000);
        assertThat(run.tables().get(0).confirmed()).isEqualTo(Map.of(InconsistencyType.BASE_MISSING, 5000L));
    }

    @Test
    void theTargetIsTheBaseOnceItIsThePrimary() throws Exception {
        lab.control(Side.SRC, 2, false);
        lab.control(Side.DST, 2, true);
        lab.authority(Authority.under(Pattern.DST_FIRST, 2));
        lab.exec(Side.DST, "INSERT INTO item VALUES (1, 'new', 'x')");
        lab.validate(events);
        assertThat(events).singleElement().satisfies(e -> {
            assertThat(e.direction()).isEqualTo(Side.DST);
            assertThat(e.type()).isEqualTo(InconsistencyType.TARGET_MISSING);
            assertThat(e.epoch()).isEqualTo(2);
        });
    }

    @Test
    void aRunEndsWhenAnotherSideBecomesTheBase() throws Exception {
        lab.exec(Side.DST, "INSERT INTO item VALUES (1, 'x', 'x')");
        List<Evidence> evidence = new ArrayList<>();
        ValidationSetup setup = ValidationSetup.standard(lab.plan(), lab.databases(), events::add, evidence::add);
        Steps steps = step -> {
            if (step == Step.COMPARE_SUSPECTS) {
                lab.authority(Authority.under(Pattern.DST_FIRST, 2));
            }
        };
        assertThatThrownBy(
                        () -> new FullValidator(setup, Hooks.real().withSteps(steps)).run(lab::authority, Watch.none()))
                .isInstanceOf(BaseChangedException.class);
        assertThat(events).isEmpty();
        assertThat(evidence)
                .singleElement()
                .satisfies(e -> assertThat(((ValidationRun) e).end()).isEqualTo(End.FAILED));
    }

    @Test
    void aCancelledRunIsNoEvidenceAndCanBeTakenUp() throws Exception {
        fill(30_000);
        List<Progress> seen = new ArrayList<>();
        Watch watch = new Watch() {
            @Override
            public boolean cancelled() {
                return !seen.isEmpty();
            }

            @Override
            public void progress(Progress progress) {
                seen.add(progress);
            }
        };
        FullValidator validator = new FullValidator(lab.validation(events), Hooks.real());
        ValidationRun cancelled = validator.run(lab::authority, watch);
        assertThat(cancelled.end()).isEqualTo(End.CANCELLED);
        assertThat(cancelled.clean()).isFalse();
        var upTo = Objects.requireNonNull(seen.get(0).upTo());
        ValidationRun rest =
                validator.run(List.of(lab.table("item")), Map.of("public.item", upTo), lab::authority, Watch.none());
        assertThat(rest.tables().get(0).rows() + seen.get(0).rows()).isEqualTo(30_000);
    }

    @Test
    void anEventThatIsNotTakenIsPublishedAgain() throws Exception {
        lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'x', 'x')");
        AtomicInteger tries = new AtomicInteger();
        ValidationSetup setup = ValidationSetup.standard(
                lab.plan(),
                lab.databases(),
                event -> {
                    if (tries.incrementAndGet() < 4) {
                        throw new EventNotTakenException("full", null);
                    }
                    events.add(event);
                },
                evidence -> {});
        new FullValidator(setup, Hooks.real().withPauser(time -> {})).run(lab::authority, Watch.none());
        assertThat(events).hasSize(1);
    }

    @Test
    void aLagThatTheJournalNamesIsPendingAndNoInconsistency() throws Exception {
        fill(100);
        lab.exec(Side.SRC, "UPDATE item SET note = 'lags' WHERE id = 5");
        lab.leaveJournal(Side.SRC, List.of(key("item", "5")));
        ValidationRun run = new FullValidator(lab.validation(events).withPatience(Duration.ofMillis(50)), Hooks.real())
                .run(lab::authority, Watch.none());
        assertThat(run.inconsistencies()).isZero();
        assertThat(run.pending()).isEqualTo(1);
        assertThat(run.clean()).isTrue();
        assertThat(events).isEmpty();
    }

    @Test
    void theApplicationsOwnComparisonDecides() throws Exception {
        fill(10);
        lab.exec(
                Side.DST,
                "UPDATE item SET note = 'a cache that may differ' WHERE id = 3",
                "UPDATE item SET code = 'another' WHERE id = 4");
        TypedComparison<Item> comparison = new TypedComparison<>("public.item", Item::of);
        new FullValidator(lab.validation(events).withEquality(comparison), Hooks.real())
                .run(lab::authority, Watch.none());
        assertThat(events)
                .singleElement()
                .satisfies(e -> assertThat(e.dirtyKey()).isEqualTo(key("item", "4")));
    }

    private record Item(long id, String code) implements Entity {
        static Item of(PlannedTable table, Row row) {
            return new Item(
                    Long.parseLong(row.key().values().get(0)),
                    String.valueOf(row.values().get(table.columns().indexOf("code"))));
        }

        @Override
        public boolean sameAs(Entity other) {
            return equals(other);
        }

        @Override
        public String type() {
            return "item";
        }
    }
}
