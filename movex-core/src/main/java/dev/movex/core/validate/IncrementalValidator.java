package dev.movex.core.validate;

import dev.movex.core.Side;
import dev.movex.core.access.ChangedKey;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.TableAccess;
import dev.movex.core.access.Watch;
import dev.movex.core.compare.ColumnsInJava;
import dev.movex.core.control.Authority;
import dev.movex.core.control.Journal;
import dev.movex.core.follow.KeyFeed;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.validate.ValidationRun.End;
import dev.movex.core.validate.ValidationRun.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Compares rows that changed lately, window by window. It looks at keys that the journal names, at keys that this
 * process wrote, at keys that a reader of the change log brings, and at rows in the order of (update time, key) after a
 * cursor.
 *
 * <p>The scan stays behind the oldest open transaction of the base, less a margin: a transaction that stamps its rows
 * early and commits late is still met, and rows of one update time are told apart by their keys. The cursor is saved
 * after the rows it passes were judged. Rows without an update time, and deletes that no journal row names, are left to
 * full validation. Windows must not overlap; otherwise thread-safe.
 */
public final class IncrementalValidator {
    private static final int QUEUED_KEYS = 10_000;
    private static final int FED_KEYS = 1_000;
    private static final int FED_PAGES = 500;
    private static final int FED_LOOKS = 3;
    private static final Duration FED_PAUSE = Duration.ofMillis(10);

    private final ValidationSetup setup;
    private final KeyQueue queue;
    private final KeyFeed feed;
    private final CursorStore cursors;
    private final IncrementalOptions options;
    private final Hooks hooks;
    private final ColumnsInJava inJava = new ColumnsInJava();

    public IncrementalValidator(
            ValidationSetup setup, KeyQueue queue, CursorStore cursors, IncrementalOptions options, Hooks hooks) {
        this(setup, queue, KeyFeed.none(), cursors, options, hooks);
    }

    /**
     * As the other constructor.
     *
     * @param feed keys of rows that were written past this process, such as a change log tells
     */
    public IncrementalValidator(
            ValidationSetup setup,
            KeyQueue queue,
            KeyFeed feed,
            CursorStore cursors,
            IncrementalOptions options,
            Hooks hooks) {
        this.setup = setup;
        this.queue = queue;
        this.feed = feed;
        this.cursors = cursors;
        this.options = options;
        this.hooks = hooks;
    }

    /**
     * Looks once at all that changed since the last window.
     *
     * @throws dev.movex.core.control.BaseChangedException if another side becomes the base; the record says failed
     * @throws SQLException if a database fails; the record says failed, and the next window looks at the same again
     */
    public ValidationRun window(Supplier<Authority> authority, Watch watch) throws SQLException, InterruptedException {
        RunInProgress run = new RunInProgress(setup, hooks, Kind.INCREMENTAL, authority, inJava);
        List<DirtyKey> queued = queue.drain(QUEUED_KEYS);
        try {
            End end = look(run, queued, watch) ? End.COMPLETE : End.CANCELLED;
            return run.end(end, "");
        } catch (SQLException e) {
            queue.offer(queued);
            feed.putBack();
            run.end(End.FAILED, setup.databases().dialect(run.base()).describe(e));
            throw e;
        } catch (RuntimeException | InterruptedException e) {
            queue.offer(queued);
            feed.putBack();
            run.end(End.FAILED, e.getClass().getSimpleName());
            throw e;
        }
    }

    private boolean look(RunInProgress run, List<DirtyKey> queued, Watch watch)
            throws SQLException, InterruptedException {
        try (Connection connection = setup.databases().connect(run.base())) {
            Set<DirtyKey> named = new LinkedHashSet<>(queued);
            named.addAll(new Journal(setup.plan().migration(), setup.databases().dialect(run.base()))
                    .pendingKeys(connection));
            lookAt(run, named);
            if (!lookAtFed(run, watch)) {
                return false;
            }
            Instant bound = setup.databases()
                    .dialect(run.base())
                    .oldestTransaction(connection)
                    .minus(options.margin());
            for (PlannedTable table : setup.plan().tables()) {
                if (table.updateTime() != null && !scan(run, connection, table, bound, watch)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Settles page by page, since whoever feeds hands over some keys at a time; ends when nothing more comes. */
    private boolean lookAtFed(RunInProgress run, Watch watch) throws SQLException, InterruptedException {
        int idle = 0;
        for (int page = 0; page < FED_PAGES && idle < FED_LOOKS; page++) {
            if (watch.cancelled()) {
                return false;
            }
            List<DirtyKey> fed = feed.take(FED_KEYS);
            if (fed.isEmpty()) {
                idle++;
                hooks.pauser().pause(FED_PAUSE);
                continue;
            }
            idle = 0;
            watch.throttle();
            lookAt(run, new LinkedHashSet<>(fed));
            feed.settle();
        }
        return true;
    }

    private void lookAt(RunInProgress run, Set<DirtyKey> keys) throws SQLException, InterruptedException {
        Plan plan = setup.plan();
        Set<DirtyKey> known = new LinkedHashSet<>(keys);
        known.removeIf(key -> plan.find(key.table()).isEmpty());
        for (PlannedTable table : plan.tables()) {
            long count = known.stream()
                    .filter(key -> key.table().equals(table.name()))
                    .count();
            if (count > 0) {
                run.tally(table.name()).looked(count);
            }
        }
        run.look(known);
    }

    private boolean scan(RunInProgress run, Connection connection, PlannedTable table, Instant bound, Watch watch)
            throws SQLException, InterruptedException {
        TableAccess access = setup.databases().table(table, run.base());
        ScanCursor cursor = load(run.base(), table);
        String before = text(table, run.base(), bound);
        List<ChangedKey> page;
        do {
            if (watch.cancelled()) {
                return false;
            }
            watch.throttle();
            page = access.changedSince(connection, cursor.place(), before, options.page());
            if (!page.isEmpty()) {
                List<DirtyKey> keys = new ArrayList<>(page.size());
                page.forEach(changed -> keys.add(new DirtyKey(table.name(), changed.key())));
                run.tally(table.name()).looked(keys.size());
                run.look(keys);
                ChangedKey last = page.get(page.size() - 1);
                cursor = new ScanCursor(last.updateTime(), last.key().values());
                cursors.save(name(run.base(), table), cursor.toJson());
            }
        } while (page.size() == options.page());
        return true;
    }

    private ScanCursor load(Side base, PlannedTable table) throws SQLException {
        Optional<String> saved = cursors.load(name(base, table));
        return saved.isPresent()
                ? ScanCursor.ofJson(saved.get())
                : new ScanCursor(text(table, base, Instant.ofEpochMilli(options.startMillis())), null);
    }

    /** Forgets how far the scan of a table has come under the given base. */
    public void restart(PlannedTable table, Side base) throws SQLException {
        cursors.remove(name(base, table));
    }

    private static String name(Side base, PlannedTable table) {
        return "incremental/" + base + "/" + table.name();
    }

    private String text(PlannedTable table, Side base, Instant time) {
        String column = table.updateTime();
        if (column == null) {
            throw new IllegalStateException(table.name() + " has no update time");
        }
        return UpdateTimeText.of(
                time, table.on(base).column(table.nameOn(base, column)).kind(), options.zone());
    }
}
