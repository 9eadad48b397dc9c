package dev.movex.scheduler;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Pauser;
import dev.movex.core.access.Watch;
import dev.movex.core.control.Authority;
import dev.movex.core.control.Fence;
import dev.movex.core.control.Journal;
import dev.movex.core.control.JournalDepth;
import dev.movex.core.control.SideFence;
import dev.movex.core.copy.CommitTimes;
import dev.movex.core.copy.Copier;
import dev.movex.core.copy.CopyOptions;
import dev.movex.core.copy.TablesCopy;
import dev.movex.core.copy.Throttle;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.event.DeadLetterBox.Letter;
import dev.movex.core.event.Evidence;
import dev.movex.core.event.RepairCrew;
import dev.movex.core.event.RepairSwitch;
import dev.movex.core.event.RepairWorker;
import dev.movex.core.follow.KeyFeed;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanReader;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.Problem;
import dev.movex.core.repair.JournalSweeper;
import dev.movex.core.repair.Proposal;
import dev.movex.core.repair.RepairOptions;
import dev.movex.core.repair.RepairResult;
import dev.movex.core.repair.Repairer;
import dev.movex.core.repair.SweepResult;
import dev.movex.core.repair.Undo;
import dev.movex.core.repair.UndoImages;
import dev.movex.core.repair.UndoLog;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.validate.BoxedValidator;
import dev.movex.core.validate.FullValidator;
import dev.movex.core.validate.IncrementalOptions;
import dev.movex.core.validate.IncrementalValidator;
import dev.movex.core.validate.TableRun;
import dev.movex.core.validate.ValidationRun;
import dev.movex.core.validate.ValidationScope;
import dev.movex.core.validate.ValidationSetup;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Core's copier, validators, repairer and sweeper, put together for one migration. */
final class CoreWorkers implements Workers {
    private static final Logger LOG = LoggerFactory.getLogger(CoreWorkers.class);
    private static final Duration BUSY_APPLIER = Duration.ofMillis(1);
    private static final Duration IDLE_APPLIER = Duration.ofMillis(20);
    private static final Duration LOG_START = Duration.ofMinutes(2);
    private static final Duration REPAIR_LIMIT = Duration.ofMinutes(5);

    private final MigrationConfig config;
    private final Plan plan;
    private final Databases databases;
    private final Records records;
    private final CursorRecords cursors;
    private final EvidenceBook evidence;
    private final Tally tally;
    private final Progresses progresses;
    private final Hooks hooks = Hooks.real();
    private final Repairer repairer;
    private final Repairer applier;
    private final JournalSweeper sweeper;
    private final EventDesk desk;
    private final FollowDesk follow;
    private final EventLine line;
    private final RepairCrew crew;
    private final ValidationSetup setup;
    private final FullValidator fullValidator;
    private final BoxedValidator boxedValidator;
    private final Counters counters;
    private final Throttle throttle;
    private long repairsCounted;

    CoreWorkers(
            MigrationConfig config,
            Records records,
            EvidenceBook evidence,
            Tally tally,
            Progresses progresses,
            Supplier<Authority> authority,
            CommitTimes commits) {
        this.config = config;
        this.plan = config.plan();
        this.databases = config.databases();
        this.records = records;
        this.cursors = new CursorRecords(records);
        this.evidence = evidence;
        this.tally = tally;
        this.progresses = progresses;
        this.repairer = Repairer.standard(plan, databases);
        this.applier = new Repairer(plan, databases, RepairOptions.standard().passingOver(), hooks, UndoImages.none());
        this.sweeper = new JournalSweeper(
                databases, plan.migration(), repairer, config.settings().sweepAge(), hooks);
        EventRoute route = config.events();
        this.line = route == null
                ? EventLine.inProcess(records)
                : EventLine.over(route.transport(), plan.migration(), databases);
        this.desk = new EventDesk(line, records, tally, config.eventListener());
        this.follow = new FollowDesk(config, cursors, applier, repairer, desk, authority);
        RepairSwitch paused = new RepairSwitch(plan.migration(), databases, Records.HOME);
        this.crew = new RepairCrew(
                route == null ? 1 : route.repairers(),
                () -> new RepairWorker(line.transport().subscribe(), repairer, authority, desk, paused, Pauser.real()));
        this.throttle = new Throttle(config.settings().throttle(), databases, commits, hooks.pauser());
        this.setup = ValidationSetup.standard(plan, databases, desk, this::keep).withApplied(follow.applied());
        // kept, since it remembers which columns Java has to compare
        this.fullValidator = new FullValidator(setup, hooks);
        this.boxedValidator =
                new BoxedValidator(setup, cursors, config.settings().evidenceLimit(), hooks);
        this.counters = new Counters(plan, databases, config.settings().counterHeadroom());
        crew.start();
    }

    private void keep(Evidence record) {
        // a window every half second is no news unless it found something
        if (record instanceof ValidationRun run && run.kind() == ValidationRun.Kind.INCREMENTAL && run.clean()) {
            return;
        }
        try {
            records.append("evidence", JsonMapper.shared().writeValueAsString(record));
        } catch (SQLException e) {
            LOG.warn("could not keep the record of a run (SQLState {})", e.getSQLState());
        }
    }

    @Override
    public List<Problem> preflight() {
        try (Connection src = databases.open(Side.SRC);
                Connection dst = databases.open(Side.DST)) {
            return PlanReader.read(
                            plan.migration(),
                            new DatabaseView(databases.srcDialect(), src),
                            new DatabaseView(databases.dstDialect(), dst),
                            config.options())
                    .problems();
        } catch (MovexException e) {
            return List.of(new Problem(
                    Problem.Severity.ERROR, e.code(), "connection", String.valueOf(e.getMessage()), e.remedy()));
        } catch (SQLException e) {
            return List.of(new Problem(
                    Problem.Severity.ERROR,
                    "PREFLIGHT_FAILED",
                    "connection",
                    "The metadata could not be read (SQLState " + e.getSQLState() + ").",
                    "Look at the server's log."));
        }
    }

    @Override
    public void copy(Authority authority, BooleanSupplier cancelled, TableProven proven) throws Exception {
        if (follow.follows()) {
            follow.awaitStart(authority.base(), LOG_START, cancelled);
        }
        int chunks = config.settings().copyParallelism();
        CopyOptions options = CopyOptions.standard().withParallel(chunks);
        Copier copier = new Copier(plan, databases, cursors, repairer, options, hooks);
        List<PlannedTable> unproven = plan.tables().stream()
                .filter(t -> !evidence.proven().contains(t.name()))
                .toList();
        CopyWatch watch = new CopyWatch(progresses, throttle, cancelled);
        boolean indexes = config.settings().createIndexes() && authority.base() == Side.SRC;
        List<String> withoutIndexes = new ArrayList<>();
        new TablesCopy(copier, chunks).run(unproven, () -> authority, watch, (table, result) -> {
            keep(result);
            if (result.proven()) {
                tally.rowsCopied.addAndGet(result.rows());
                if (indexes) {
                    withoutIndexes.add(table.name());
                } else {
                    proven.proven(table.name());
                }
                String phase = indexes ? "indexing" : "proven";
                progresses.put(table.name(), phase, result.compared(), result.compared(), 0, null);
            }
        });
        if (indexes && new TargetIndexes(databases, config.options()).create(cancelled)) {
            for (String table : withoutIndexes) {
                proven.proven(table);
                progresses.rest(table, true);
            }
        }
    }

    @Override
    public Throttle copyThrottle() {
        return throttle;
    }

    @Override
    public FullEvidence validate(String run, Authority authority, long epoch, BooleanSupplier cancelled)
            throws Exception {
        Watch watch = new ProgressWatch(progresses, "validating", cancelled);
        ValidationRun result = fullValidator.run(() -> authority, watch);
        afterwards(cancelled);
        if (result.clean()) {
            desk.forgetDead();
        }
        return new FullEvidence(
                run,
                result.base(),
                epoch,
                result.started(),
                result.ended(),
                result.tables().stream().mapToLong(TableRun::rows).sum(),
                result.inconsistencies(),
                result.pending(),
                result.clean());
    }

    private void afterwards(BooleanSupplier cancelled) throws InterruptedException {
        plan.tables().forEach(t -> progresses.rest(t.name(), evidence.proven().contains(t.name())));
        awaitRepairs(cancelled);
    }

    @Override
    public void validatePart(ValidationScope scope, Authority authority, BooleanSupplier cancelled) throws Exception {
        fullValidator.run(scope, () -> authority, new ProgressWatch(progresses, "validating", cancelled));
        afterwards(cancelled);
    }

    @Override
    public Optional<FullEvidence> validateBox(String run, Duration time, Authority authority, BooleanSupplier cancelled)
            throws Exception {
        Watch watch = new ProgressWatch(progresses, "validating", cancelled);
        BoxedValidator.Pass pass = boxedValidator.box(time, () -> authority, watch);
        afterwards(cancelled);
        if (!pass.complete()) {
            return Optional.empty();
        }
        return Optional.of(new FullEvidence(
                run,
                authority.base(),
                pass.epoch(),
                Instant.parse(pass.started()),
                hooks.clock().instant(),
                pass.rows(),
                pass.inconsistencies(),
                pass.pending(),
                pass.clean()));
    }

    /** What was found is repaired before anybody validates again and finds it twice. */
    private void awaitRepairs(BooleanSupplier cancelled) throws InterruptedException {
        long deadline = System.nanoTime() + REPAIR_LIMIT.toNanos();
        while (!cancelled.getAsBoolean() && !desk.stuck() && desk.queued() != 0 && System.nanoTime() < deadline) {
            Pauser.real().pause(Duration.ofMillis(50));
        }
        countRepairs();
    }

    private synchronized void countRepairs() {
        long repaired = crew.stats().repaired();
        tally.repaired.addAndGet(repaired - repairsCounted);
        repairsCounted = repaired;
    }

    @Override
    public boolean window(Authority authority, long epoch, long utimeMillis, BooleanSupplier cancelled)
            throws Exception {
        IncrementalValidator validator = new IncrementalValidator(
                setup,
                config.writtenKeys(),
                follow.follows() ? KeyFeed.none() : follow.log().feed(authority.base()),
                cursors,
                IncrementalOptions.from(utimeMillis),
                hooks);
        return validator
                .window(() -> authority, new ProgressWatch(progresses, "", cancelled))
                .clean();
    }

    @Override
    public void sweepUntil(
            BooleanSupplier cancelled, Supplier<Authority> authority, BooleanSupplier applies, BackgroundRun self)
            throws Exception {
        while (!cancelled.getAsBoolean()) {
            Duration pause = config.settings().sweepInterval();
            try {
                if (applies.getAsBoolean()) {
                    SweepResult swept = sweeper.apply(authority, applier);
                    pause = swept.removed() > 0 ? BUSY_APPLIER : IDLE_APPLIER;
                } else {
                    sweeper.sweep(authority);
                }
            } catch (SQLException e) {
                // the secondary may be gone for hours; the keys wait in the journal
                LOG.debug("the sweep could not be made", e);
            } catch (MovexException e) {
                LOG.debug("the sweep was refused: {}", e.getMessage());
            }
            if (self.pause(pause)) {
                return;
            }
        }
    }

    @Override
    public boolean drainJournal(Authority authority, Duration atMost) throws SQLException, InterruptedException {
        return sweeper.drain(() -> authority, atMost);
    }

    @Override
    public void raiseCounters(Side side) throws SQLException {
        counters.raise(side);
    }

    @Override
    public Set<String> endSessions(Side side, Set<String> spared, Duration atMost)
            throws SQLException, InterruptedException {
        return new SleeperSessions(plan.migration(), databases, hooks.pauser()).end(side, spared, atMost);
    }

    @Override
    public void voidProofs() throws SQLException {
        evidence.voidAll();
    }

    @Override
    public void forgetJournal(SideFence expected) throws SQLException {
        Side side = expected.side();
        Dialect dialect = databases.dialect(side);
        Journal journal = new Journal(plan.migration(), dialect);
        Fence fence = new Fence(plan.migration());
        SqlFunction<Integer> page = connection -> {
            fence.check(connection, dialect, expected);
            return journal.forgetPage(connection);
        };
        while (Transactions.in(databases, side, page) > 0) {
            LOG.debug("forgot journal rows of the {}", side.label());
        }
    }

    @Override
    public long[] journalDepth(Side side) throws SQLException {
        try (Connection connection = databases.connect(side)) {
            JournalDepth depth = new Journal(plan.migration(), databases.dialect(side)).depth(connection);
            return new long[] {depth.rows(), depth.oldest().toMillis()};
        }
    }

    @Override
    public FollowDesk follow() {
        return follow;
    }

    @Override
    public long queuedEvents() {
        return desk.queued();
    }

    @Override
    public long deadLetters() {
        return desk.dead();
    }

    @Override
    public List<Letter> letters() {
        return desk.letters();
    }

    @Override
    public void loadDead() throws SQLException {
        desk.loadDead();
    }

    @Override
    public int retryDead() throws InterruptedException {
        return desk.retryDead();
    }

    @Override
    public List<Proposal> propose(Collection<DirtyKey> keys, Supplier<Authority> authority)
            throws SQLException, InterruptedException {
        return repairer.propose(keys, authority);
    }

    @Override
    public RepairResult repair(Collection<DirtyKey> keys, String run, Supplier<Authority> authority)
            throws SQLException, InterruptedException {
        Repairer by = run.isEmpty()
                ? repairer
                : new Repairer(plan, databases, RepairOptions.standard(), hooks, new UndoLog(plan, databases, run));
        RepairResult result = by.repair(keys, authority);
        desk.forget(result.outcomes().keySet().stream()
                .filter(key -> result.outcome(key).settled())
                .toList());
        return result;
    }

    @Override
    public RepairResult undo(String run, Supplier<Authority> authority) throws SQLException, InterruptedException {
        return new Undo(plan, databases, RepairOptions.standard(), hooks).undo(run, authority);
    }

    @Override
    public void close() {
        throttle.close();
        follow.close();
        try {
            crew.close();
            line.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
