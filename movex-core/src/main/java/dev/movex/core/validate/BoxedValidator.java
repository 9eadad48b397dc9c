package dev.movex.core.validate;

import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Progress;
import dev.movex.core.access.Watch;
import dev.movex.core.control.Authority;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.KeyRange;
import dev.movex.core.row.RowKey;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes a full pass over all tables in boxes of time, such as a few minutes each night: each box goes on where the last one
 * ended, also in another process. A pass counts only as a whole, under one base and one epoch, and only if it began no
 * longer ago than evidence may be old; otherwise the next box begins anew. Boxes must not overlap; otherwise thread-safe.
 */
public final class BoxedValidator {
    private static final String CURSOR = "validation/pass";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ValidationSetup setup;
    private final CursorStore cursors;
    private final FullValidator validator;
    private final Duration limit;
    private final Hooks hooks;

    /** @param limit how long ago a pass may have begun, so that all of it is fresh when it ends */
    public BoxedValidator(ValidationSetup setup, CursorStore cursors, Duration limit, Hooks hooks) {
        this.setup = setup;
        this.cursors = cursors;
        this.validator = new FullValidator(setup, hooks);
        this.limit = limit;
        this.hooks = hooks;
    }

    /**
     * How far a pass has come.
     *
     * @param base the side that is taken as the truth
     * @param epoch the epoch of all its boxes
     * @param started when its first box began
     * @param done the tables that are done
     * @param upTo the key up to which the next table is done, in parts; null for its beginning
     * @param rows the rows that were compared
     * @param inconsistencies the inconsistencies that were confirmed
     * @param pending the keys that the journal named until the end of their box
     * @param complete whether every table is done
     */
    public record Pass(
            String base,
            long epoch,
            String started,
            List<String> done,
            @Nullable List<String> upTo,
            long rows,
            long inconsistencies,
            long pending,
            boolean complete) {

        /** Returns whether everything was looked at and no inconsistency was found. */
        public boolean clean() {
            return complete && inconsistencies == 0;
        }
    }

    /**
     * Goes on for a box of time, and for one range of keys at least.
     *
     * @return how far the pass has come; where it is complete, the next box begins another
     */
    public Pass box(Duration time, Supplier<Authority> authority, Watch watch)
            throws SQLException, InterruptedException {
        Instant deadline = hooks.clock().instant().plus(time);
        Authority now = authority.get();
        Pass pass = load(now).orElseGet(() -> begin(now));
        boolean worked = false;
        for (PlannedTable table : setup.plan().tables()) {
            if (pass.done().contains(table.name())) {
                continue;
            }
            if (watch.cancelled() || worked && !hooks.clock().instant().isBefore(deadline)) {
                break;
            }
            Box box = new Box(watch, hooks, deadline);
            RowKey after = pass.upTo() == null ? null : new RowKey(pass.upTo());
            ValidationScope scope =
                    ValidationScope.ALL.of(Set.of(table.name())).withRange(table.name(), new KeyRange(after, null));
            ValidationRun run = validator.run(scope, () -> same(now, authority.get()), box);
            pass = after(pass, table, run, box);
            worked = true;
            cursors.save(CURSOR, JSON.writeValueAsString(pass));
        }
        if (pass.complete()) {
            cursors.remove(CURSOR);
        }
        return pass;
    }

    private static Authority same(Authority began, Authority now) {
        if (!began.equals(now)) {
            throw new IllegalStateException("the epoch has changed; the next box begins another pass");
        }
        return now;
    }

    private Optional<Pass> load(Authority now) throws SQLException {
        Instant oldest = hooks.clock().instant().minus(limit);
        return cursors.load(CURSOR)
                .map(text -> JSON.readValue(text, Pass.class))
                .filter(pass -> pass.base().equals(now.base().name())
                        && pass.epoch() == now.baseFence().epoch()
                        && Instant.parse(pass.started()).isAfter(oldest));
    }

    private Pass begin(Authority now) {
        return new Pass(
                now.base().name(),
                now.baseFence().epoch(),
                hooks.clock().instant().toString(),
                List.of(),
                null,
                0,
                0,
                0,
                false);
    }

    private Pass after(Pass pass, PlannedTable table, ValidationRun run, Box box) {
        boolean whole = run.end() == ValidationRun.End.COMPLETE;
        List<String> done = new ArrayList<>(pass.done());
        if (whole) {
            done.add(table.name());
        }
        boolean all = setup.plan().tables().stream().allMatch(t -> done.contains(t.name()));
        return new Pass(
                pass.base(),
                pass.epoch(),
                pass.started(),
                List.copyOf(done),
                whole ? null : box.upTo == null ? pass.upTo() : box.upTo.values(),
                pass.rows() + run.tables().stream().mapToLong(TableRun::rows).sum(),
                pass.inconsistencies() + run.inconsistencies(),
                pass.pending() + run.pending(),
                all
                        && Instant.parse(pass.started())
                                .isAfter(hooks.clock().instant().minus(limit)));
    }

    /** Ends the work when its time is over, but not before a range is done. */
    private static final class Box implements Watch {
        private final Watch watch;
        private final Hooks hooks;
        private final Instant deadline;
        private volatile @Nullable RowKey upTo;

        Box(Watch watch, Hooks hooks, Instant deadline) {
            this.watch = watch;
            this.hooks = hooks;
            this.deadline = deadline;
        }

        @Override
        public boolean cancelled() {
            return watch.cancelled() || upTo != null && !hooks.clock().instant().isBefore(deadline);
        }

        @Override
        public void throttle() throws InterruptedException {
            watch.throttle();
        }

        @Override
        public void progress(Progress progress) {
            upTo = progress.upTo();
            watch.progress(progress);
        }
    }
}
