package dev.movex.scheduler;

import dev.movex.core.MigrationState;
import dev.movex.core.control.ControlRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Rehearses changes of the primary, while nobody moves. */
final class Rehearsals {
    private final MigrationParts parts;
    private final Runs runs;
    private final Coordinator coordinator;
    private final Runnable learn;

    /** @param learn takes note of the control rows as they are afterwards */
    Rehearsals(MigrationParts parts, Runs runs, Coordinator coordinator, Runnable learn) {
        this.parts = parts;
        this.runs = runs;
        this.coordinator = coordinator;
        this.learn = learn;
    }

    /** Does all up to the decision and goes back, several times; what held it up ends it. */
    Rehearsal run(MigrationState from, MigrationState to, int rounds, Asked by) {
        RehearsalWatch watch = new RehearsalWatch();
        List<String> heldUp = new ArrayList<>();
        try {
            runs.suspend();
            for (int i = 0; i < rounds; i++) {
                coordinator.rehearse(to, by.who(), by.why(), watch);
            }
        } catch (ChangeBlockedException e) {
            heldUp.add(String.valueOf(e.getMessage()));
        } catch (SQLException e) {
            heldUp.add("a database failed (SQLState " + e.getSQLState() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            heldUp.add("it was interrupted");
        } finally {
            learn.run();
            runs.resume();
        }
        List<Double> pauses = watch.pauses();
        Rehearsal rehearsal =
                new Rehearsal(to, epoch(), pauses.size(), Rehearsal.Spread.of(pauses), watch.steps(), heldUp);
        note(rehearsal, from, by);
        return rehearsal;
    }

    private long epoch() {
        ControlRow row = parts.authority().row();
        return row == null ? 0 : row.epoch();
    }

    private void note(Rehearsal rehearsal, MigrationState from, Asked by) {
        parts.trail()
                .note(new AuditEntry(
                        rehearsal.passed() ? AuditEntry.REHEARSAL : AuditEntry.REHEARSAL + "_failed",
                        parts.clock().instant(),
                        by.who(),
                        (by.why().isBlank() ? "" : by.why() + ": ") + rehearsal.toWords(),
                        from,
                        rehearsal.to(),
                        rehearsal.epoch(),
                        false,
                        List.of(),
                        null));
    }
}
