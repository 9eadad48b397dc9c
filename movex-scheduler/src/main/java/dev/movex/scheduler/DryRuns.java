package dev.movex.scheduler;

import dev.movex.core.MigrationState;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What would be done if something were asked for now. Changes nothing. Thread-safe. */
public final class DryRuns {
    private final Migration migration;
    private final DryRunSteps steps;
    private final BooleanSupplier walking;

    /**
     * @param walking whether auto-migrate walks somewhere
     */
    DryRuns(Migration migration, MigrationParts parts, BooleanSupplier walking) {
        this.migration = migration;
        this.steps = new DryRunSteps(parts);
        this.walking = walking;
    }

    /** Returns what a move would do, and what its gates say. */
    public DryRun move(MigrationState to) {
        MigrationState from = migration.state();
        boolean legal = LegalMoves.from(from).contains(to);
        List<GateResult> gates = legal ? migration.gates(to) : List.of();
        boolean possible = legal && gates.stream().allMatch(GateResult::passed);
        List<String> listed = legal ? read(s -> s.move(from, to)) : List.of();
        return new DryRun("move from " + from.wire() + " to " + to.wire(), possible, gates, listed);
    }

    /** Returns what auto-migrate would do to reach a state; for {@code src_only} what an abort would. */
    public DryRun autoMigrate(MigrationState until) {
        List<String> way = DryRunSteps.way(migration.state(), until);
        boolean possible = !way.isEmpty() && !walking.getAsBoolean();
        return new DryRun("auto-migrate until " + until.wire(), possible, List.of(), way);
    }

    /** Returns what a copy would do, table by table. */
    public DryRun copy() {
        return new DryRun("copy", dual() && !runs("copy"), List.of(), read(DryRunSteps::copy));
    }

    /** Returns what a round of a rehearsal would do. */
    public DryRun rehearsal() {
        List<String> round = read(s -> s.rehearsal(migration.state()));
        return new DryRun("rehearsal", !round.isEmpty() && !runs("change"), List.of(), round);
    }

    /** Returns what a validation of every row would look at. */
    public DryRun full() {
        return validation("full", "full");
    }

    /** Returns what a validation of what changes would look at. */
    public DryRun incremental() {
        return validation("incremental", "incr");
    }

    private DryRun validation(String what, String activity) {
        List<String> tables = steps.validation(migration.state().pattern().primary());
        return new DryRun(what, dual() && !runs(activity), List.of(), tables);
    }

    private boolean dual() {
        return migration.state().pattern().dual();
    }

    private boolean runs(String activity) {
        return migration.activity().contains(activity);
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
