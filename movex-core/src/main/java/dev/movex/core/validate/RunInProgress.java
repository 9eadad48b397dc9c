package dev.movex.core.validate;

import dev.movex.core.Side;
import dev.movex.core.access.Digest;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Steps.Step;
import dev.movex.core.compare.Arbiter;
import dev.movex.core.compare.ColumnsInJava;
import dev.movex.core.compare.Rechecker;
import dev.movex.core.control.Authority;
import dev.movex.core.event.EventNotTakenException;
import dev.movex.core.event.InconsistencyType;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.KeyRange;
import dev.movex.core.row.RowKey;
import dev.movex.core.validate.ValidationRun.End;
import dev.movex.core.validate.ValidationRun.Kind;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** A validation run under way: takes suspects through recheck, confirmation and publication, and counts. For one thread. */
final class RunInProgress {
    private static final AtomicLong NUMBER = new AtomicLong();
    private static final int CONFIRMED_KEPT = 100;
    private static final int PUBLISH_TRIES = 60;
    private static final Duration PUBLISH_PAUSE = Duration.ofMillis(500);

    private final ValidationSetup setup;
    private final Hooks hooks;
    private final Kind kind;
    private final Supplier<Authority> authority;
    private final Side base;
    private final long epoch;
    private final String id;
    private final Instant started;
    private final Rechecker rechecker;
    private final Confirmer confirmer;
    private final ColumnsInJava inJava;
    private final Map<String, Tally> tallies = new LinkedHashMap<>();
    private final List<Confirmed> kept = new ArrayList<>();

    RunInProgress(ValidationSetup setup, Hooks hooks, Kind kind, Supplier<Authority> authority, ColumnsInJava inJava) {
        this.setup = setup;
        this.hooks = hooks;
        this.kind = kind;
        this.authority = authority;
        this.inJava = inJava;
        Authority now = authority.get();
        this.base = now.base();
        this.epoch = now.baseFence().epoch();
        this.started = hooks.clock().instant();
        this.id = kind.name().toLowerCase(Locale.ROOT) + "-" + started + "-" + NUMBER.incrementAndGet();
        this.rechecker = new Rechecker(setup.databases(), setup.plan(), Rechecker.SHORT_PAUSES, hooks.pauser());
        this.confirmer = new Confirmer(setup.plan(), setup.databases(), setup.patience(), hooks, setup.applied());
    }

    Side base() {
        return base;
    }

    /** What was counted in one table so far. */
    static final class Tally {
        private final Map<InconsistencyType, Long> confirmed = new LinkedHashMap<>();
        private final Instant started;
        private KeyRange range = KeyRange.ALL;
        private Digest ofBase = Digest.EMPTY;
        private Digest ofOther = Digest.EMPTY;
        private long rows;
        private long ranges;
        private long suspects;
        private long pending;

        private Tally(Instant started) {
            this.started = started;
        }

        void compared(KeyRange covered, Digest base, Digest other, int digests) {
            range = covered;
            ofBase = ofBase.plus(base);
            ofOther = ofOther.plus(other);
            rows += base.rows();
            ranges += digests;
        }

        void looked(long keys) {
            rows += keys;
            ranges++;
        }
    }

    Tally tally(String table) {
        return tallies.computeIfAbsent(table, name -> new Tally(hooks.clock().instant()));
    }

    /** Judges suspects and publishes what is confirmed. */
    void judge(Collection<DirtyKey> suspects) throws SQLException, InterruptedException {
        judge(suspects, true);
    }

    /** Judges keys that nothing speaks against yet; those that are equal at the first look are no suspects. */
    void look(Collection<DirtyKey> keys) throws SQLException, InterruptedException {
        judge(keys, false);
    }

    private void judge(Collection<DirtyKey> keys, boolean suspected) throws SQLException, InterruptedException {
        if (keys.isEmpty()) {
            return;
        }
        if (suspected) {
            keys.forEach(key -> tally(key.table()).suspects++);
        }
        hooks.steps().reached(Step.COMPARE_SUSPECTS);
        Set<DirtyKey> left = rechecker.survivors(base, keys, setup.equality());
        if (suspected) {
            arbitrate(keys, left);
        }
        if (!suspected) {
            left.forEach(key -> tally(key.table()).suspects++);
        }
        Confirmation confirmation = confirmer.confirm(base, left, authority, setup.equality());
        publish(confirmation.confirmed().stream().map(this::event).toList());
        for (Confirmed confirmed : confirmation.confirmed()) {
            tally(confirmed.key().table()).confirmed.merge(confirmed.type(), 1L, Long::sum);
            if (kept.size() < CONFIRMED_KEPT) {
                kept.add(confirmed);
            }
        }
        confirmation.pending().forEach(key -> tally(key.table()).pending++);
    }

    /** What the databases took for different and Java does not: writes that have arrived, or a form that is wrong. */
    private void arbitrate(Collection<DirtyKey> suspects, Set<DirtyKey> left)
            throws SQLException, InterruptedException {
        for (PlannedTable table : setup.plan().tables()) {
            List<RowKey> equal = suspects.stream()
                    .filter(key -> key.table().equals(table.name()) && !left.contains(key))
                    .map(DirtyKey::key)
                    .toList();
            new Arbiter(setup.databases(), base, inJava).look(table, equal);
        }
    }

    private InconsistentEvent event(Confirmed confirmed) {
        return new InconsistentEvent(
                base,
                confirmed.type(),
                confirmed.key().table(),
                confirmed.key().key(),
                epoch,
                id,
                hooks.clock().instant(),
                confirmed.columns());
    }

    private void publish(List<InconsistentEvent> events) throws InterruptedException {
        for (int tries = 1; !events.isEmpty(); tries++) {
            try {
                setup.publisher().publishAll(events);
                return;
            } catch (EventNotTakenException e) {
                if (tries >= PUBLISH_TRIES) {
                    throw e;
                }
                hooks.pauser().pause(PUBLISH_PAUSE);
            }
        }
    }

    /** Ends the run and hands its record to the evidence. */
    ValidationRun end(End end, String reason) {
        Instant ended = hooks.clock().instant();
        ValidationRun run = new ValidationRun(
                id,
                kind,
                base,
                epoch,
                started,
                ended,
                tallies.entrySet().stream()
                        .map(entry -> record(entry.getKey(), entry.getValue(), ended))
                        .toList(),
                kept,
                end,
                reason);
        setup.evidence().record(run);
        return run;
    }

    private TableRun record(String table, Tally tally, Instant ended) {
        boolean full = kind != Kind.INCREMENTAL;
        Digest source = base == Side.SRC ? tally.ofBase : tally.ofOther;
        Digest target = base == Side.SRC ? tally.ofOther : tally.ofBase;
        return new TableRun(
                table,
                tally.range,
                tally.rows,
                tally.ofOther.rows(),
                tally.ranges,
                full ? source.toString() : "",
                full ? target.toString() : "",
                tally.suspects,
                tally.confirmed,
                tally.pending,
                tally.started,
                ended,
                comparedInJava(table),
                setup.plan().find(table).map(PlannedTable::declaredForms).orElse(Map.of()),
                notCompared(table));
    }

    private Map<String, String> comparedInJava(String name) {
        return setup.plan().find(name).map(inJava::of).orElse(Map.of());
    }

    private Map<String, String> notCompared(String name) {
        Map<String, String> reasons = new LinkedHashMap<>();
        PlannedTable table = setup.plan().find(name).orElse(null);
        if (table == null) {
            return reasons;
        }
        for (Side side : Side.values()) {
            table.on(side).columns().stream()
                    .filter(column -> !table.namesOn(side).contains(column.name()))
                    .forEach(column -> reasons.put(
                            column.name(),
                            column.generated()
                                    ? "computed by the " + side.label()
                                    : "known to the " + side.label() + " alone"));
        }
        return reasons;
    }
}
