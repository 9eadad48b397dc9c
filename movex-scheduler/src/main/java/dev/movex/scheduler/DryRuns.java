package dev.movex.scheduler;

import static java.util.stream.Collectors.joining;

import dev.movex.core.MigrationState;
import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.validate.ValidationScope;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What would be done if something were asked for now: one for each thing that may be asked of a {@link Migration} and
 * changes something. Changes nothing. Thread-safe.
 */
public final class DryRuns {
    private static final Map<String, String> NAMES =
            Map.of("copy", "copy", "full", "full validation", "incr", "incremental validation");

    private final Migration migration;
    private final MigrationParts parts;
    private final DryRunSteps steps;
    private final AutoDrive drive;

    DryRuns(Migration migration, MigrationParts parts, AutoDrive drive) {
        this.migration = migration;
        this.parts = parts;
        this.steps = new DryRunSteps(parts);
        this.drive = drive;
    }

    /** Returns what a move would do, and what its gates say. */
    public DryRun move(MigrationState to) {
        MigrationState from = migration.state();
        boolean legal = LegalMoves.from(from).contains(to);
        List<GateResult> gates = legal ? migration.gates(to) : List.of();
        boolean passed = legal && gates.stream().allMatch(GateResult::passed);
        List<String> listed = legal ? read(s -> s.move(from, to)) : List.of();
        String refusal = legal
                ? busy()
                : "There is no move from " + from.wire() + " to " + to.wire() + "; from " + from.wire()
                        + " one goes to "
                        + LegalMoves.from(from).stream()
                                .map(MigrationState::wire)
                                .collect(joining(", ")) + ".";
        return new DryRun(
                "move from " + from.wire() + " to " + to.wire(), passed && refusal.isEmpty(), gates, listed, refusal);
    }

    /** Returns what a round of a rehearsal would do. */
    public DryRun rehearsal() {
        List<String> round = read(s -> s.rehearsal(migration.state()));
        return DryRun.of("rehearsal", first(refusal(migration::checkRehearsal), notDual(), busy()), round);
    }

    private String busy() {
        return runs("change") ? "A change is under way." : "";
    }

    /** Returns what a copy would do, table by table. */
    public DryRun copy() {
        return DryRun.of("copy", starts("copy"), read(DryRunSteps::copy));
    }

    /** Returns what the end of a copy would do. */
    public DryRun stopCopy() {
        return ends(
                "copy",
                "end the copy as soon as the chunks under way have ended",
                "keep how far each table has come: the next copy goes on there");
    }

    /** Returns what a pause of the copy would do. */
    public DryRun pauseCopy() {
        return DryRun.of(
                "pause of the copy",
                "",
                List.of(
                        "let no further chunk begin, of auto-migrate's copy neither, until the copy is resumed or started"
                                + " anew; chunks under way end"));
    }

    /** Returns what the end of such a pause would do. */
    public DryRun resumeCopy() {
        boolean paused = parts.workers().copyThrottle().paused();
        return DryRun.of(
                "end of the copy's pause",
                paused ? "" : "The copy is not paused.",
                paused ? List.of("let further chunks begin") : List.of());
    }

    /** Returns what a validation of every row would look at. */
    public DryRun full() {
        return DryRun.of("full", starts("full"), steps.validation(base(), ValidationScope.ALL));
    }

    /**
     * Returns what a validation of some rows would look at.
     *
     * @throws MovexException with code {@code NO_SUCH_TABLE}
     */
    public DryRun part(ValidationScope scope) {
        migration.checkTables(scope);
        return DryRun.of("part", starts("full"), steps.validation(base(), scope));
    }

    /** Returns what a box of time would do. */
    public DryRun box(Duration time) {
        return DryRun.of(
                "box",
                starts("full"),
                List.of(
                        "go on with the pass over all rows where the last box has ended, for " + time.toSeconds()
                                + " seconds at most",
                        "if the pass is complete then: count it as a full validation"));
    }

    /** Returns what the end of a full validation, a part or a box would do. */
    public DryRun stopFull() {
        return ends("full", "end the full validation, which leaves no evidence; a box keeps how far it has come");
    }

    /** Returns what a validation of what changes would look at. */
    public DryRun incremental() {
        return DryRun.of("incremental", starts("incr"), steps.validation(base(), ValidationScope.ALL));
    }

    /** Returns what the end of the incremental validation would do. */
    public DryRun stopIncremental() {
        return ends(
                "incr",
                "end the incremental validation after the window that is under way",
                "keep its cursor: the next one goes on there");
    }

    /**
     * Returns what the end of a run would do.
     *
     * @throws MovexException with code {@code NO_SUCH_RUN}
     */
    public DryRun cancelRun(String id) {
        RunInfo run = migration.run(id);
        DryRun end = switch (run.kind()) {
            case "copy" -> stopCopy();
            case "full", "part", "box" -> stopFull();
            default -> stopIncremental();
        };
        return run.running() ? end : DryRun.of("end of run " + id, "The run " + id + " has ended.", List.of());
    }

    /** Returns what auto-migrate would do to reach a state. */
    public DryRun autoMigrate(MigrationState until) {
        List<String> way = DryRunSteps.way(migration.state(), until);
        String noWay =
                way.isEmpty() ? "There is no way from " + migration.state().wire() + " to " + until.wire() + "." : "";
        String walks = drive.walking() ? "Auto-migrate walks already." : "";
        return DryRun.of(
                "auto-migrate until " + until.wire(),
                first(refusal(() -> migration.checkWalk(until)), walks, noWay),
                way);
    }

    /** Returns what a pause of auto-migrate would do. */
    public DryRun pauseAutoMigrate() {
        return walk(
                "pause of auto-migrate",
                "write down in the target that auto-migrate rests, and why",
                "end what it does now; it goes on there when it is resumed");
    }

    /** Returns what the end of such a pause would do, also after the migration went back by itself. */
    public DryRun resumeAutoMigrate() {
        List<String> listed = new ArrayList<>();
        if (!drive.demoted().isEmpty()) {
            listed.add("let what goes on by itself go on again, which rests since: " + drive.demoted());
        }
        drive.wanted()
                .ifPresent(
                        w -> listed.add("let auto-migrate go on to " + w.until().wire()));
        return DryRun.of("end of auto-migrate's pause", listed.isEmpty() ? "Auto-migrate is not wanted." : "", listed);
    }

    /** Returns what the end of auto-migrate would do. */
    public DryRun stopAutoMigrate() {
        return walk(
                "end of auto-migrate",
                "end auto-migrate, whichever process drives it, and what it does now",
                "leave the state as it is: " + migration.state().wire());
    }

    private DryRun walk(String what, String... listed) {
        boolean wanted = drive.wanted().isPresent() || drive.walking();
        return DryRun.of(what, wanted ? "" : "Auto-migrate is not wanted.", wanted ? List.of(listed) : List.of());
    }

    /** Returns what it would do to give the migration up. */
    public DryRun abort() {
        List<String> listed = new ArrayList<>();
        listed.add("write into the audit trail that the migration is given up, and why");
        if (drive.wanted().isPresent() || drive.walking()) {
            listed.add("end auto-migrate");
        }
        for (String activity : List.of("copy", "full", "incr")) {
            if (runs(activity)) {
                listed.add("end the " + NAMES.get(activity));
            }
        }
        listed.addAll(DryRunSteps.way(migration.state(), MigrationState.SRC_ONLY));
        String refusal = refusal(() -> migration.checkWalk(MigrationState.SRC_ONLY));
        return DryRun.of("abort", refusal, listed);
    }

    /** Returns what it would do to hand to repair again what it gave up on. */
    public DryRun retryDeadLetters() {
        int rows = migration.repairs().deadLetters().size();
        return DryRun.of(
                "retry of dead letters",
                "",
                List.of(
                        rows == 0
                                ? "nothing: repair has given up on no row"
                                : "hand " + rows + " rows to repair again; those that it settles leave the list"));
    }

    /**
     * Returns what a repair would do to rows.
     *
     * @throws MovexException as {@link Repairs#propose}
     */
    public DryRun repair(Collection<DirtyKey> keys) throws InterruptedException {
        String side = base().other().label();
        return DryRun.of(
                "repair",
                "",
                migration.repairs().propose(keys).stream()
                        .map(proposal -> DryRunSteps.words(proposal, side))
                        .toList());
    }

    private Side base() {
        return migration.state().pattern().primary();
    }

    private String starts(String activity) {
        return first(notDual(), runs(activity) ? "The " + NAMES.get(activity) + " runs already." : "");
    }

    private DryRun ends(String activity, String... listed) {
        String name = NAMES.getOrDefault(activity, activity);
        boolean is = runs(activity);
        return DryRun.of(
                "end of the " + name, is ? "" : "The " + name + " does not run.", is ? List.of(listed) : List.of());
    }

    private String notDual() {
        return migration.state().pattern().dual() ? "" : "One side alone is written.";
    }

    private boolean runs(String activity) {
        return migration.activity().contains(activity);
    }

    private static String first(String... reasons) {
        for (String reason : reasons) {
            if (!reason.isEmpty()) {
                return reason;
            }
        }
        return "";
    }

    private static String refusal(Runnable check) {
        try {
            check.run();
            return "";
        } catch (MovexException e) {
            return e.problem();
        }
    }

    @FunctionalInterface
    private interface Reading {
        List<String> of(DryRunSteps steps) throws SQLException;
    }

    private List<String> read(Reading reading) {
        try {
            return reading.of(steps);
        } catch (SQLException e) {
            throw Migration.unreadable(e);
        }
    }
}
