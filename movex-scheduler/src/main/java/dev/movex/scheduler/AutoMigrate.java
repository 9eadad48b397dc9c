package dev.movex.scheduler;

import static java.util.stream.Collectors.joining;

import dev.movex.core.MigrationState;
import dev.movex.core.MovexException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks the whole way from state to state: does the work that the next gates ask for, asks the gates, and moves when all
 * pass. Where it can't go on it holds, with a reason that {@code /status} shows, and looks again.
 */
final class AutoMigrate {
    private static final Logger LOG = LoggerFactory.getLogger(AutoMigrate.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final Migration migration;
    private final Settings settings;
    private final BackgroundRun self;
    private volatile @Nullable String hold;

    AutoMigrate(Migration migration, Settings settings, BackgroundRun self) {
        this.migration = migration;
        this.settings = settings;
        this.self = self;
    }

    /** Returns why it does not go on; null if it does. */
    @Nullable String hold() {
        return hold;
    }

    /** Walks until the state is reached that is wanted, or somebody else drives it. */
    void run(AutoWanted wanted, AutoDrive drive, BooleanSupplier cancelled) throws InterruptedException {
        BooleanSupplier idle = () -> cancelled.getAsBoolean() || !drive.paused().isEmpty();
        int unclean = 0;
        while (!cancelled.getAsBoolean() && migration.state() != wanted.until()) {
            MigrationState state = migration.state();
            Optional<MigrationState> next = LegalMoves.towards(state, wanted.until());
            try {
                if (!drive.paused().isEmpty()) {
                    holdFor("paused: " + drive.paused());
                } else if (next.isEmpty()) {
                    holdFor("there is no way from " + state.wire() + " to "
                            + wanted.until().wire());
                } else {
                    boolean clean = migration.doWorkFor(state, next.get(), unclean < settings.validationRounds(), idle);
                    unclean = clean ? 0 : unclean + 1;
                    if (!idle.getAsBoolean()) {
                        moveTo(next.get(), wanted.who(), drive);
                    }
                }
            } catch (MovexException e) {
                holdFor(e.getMessage());
            } catch (Exception e) {
                if (e instanceof InterruptedException interrupted) {
                    throw interrupted;
                }
                migration.failed("auto-migrate", e);
                holdFor(RunBook.said(e));
            }
            if (hold != null && self.pause(LOOK_AGAIN)) {
                break;
            }
        }
        hold = null;
    }

    /** Moves on whenever all gates of the way on pass by themselves; does none of the work that they ask for. */
    void promote(BackgroundRun run, AutoDrive drive) throws InterruptedException {
        while (!run.pause(settings.windowInterval())) {
            MigrationState state = migration.state();
            MigrationState last = settings.automation().promoteUntil();
            boolean rests = drive.walking() || !drive.demoted().isEmpty();
            if (!state.pattern().dual() || state.ordinal() >= last.ordinal() || rests) {
                continue;
            }
            MigrationState next = LegalMoves.from(state).get(0);
            try {
                if (migration.gates(next).stream().allMatch(GateResult::passed)) {
                    migration.move(next, "auto-promotion", "all gates passed", false);
                }
            } catch (MovexException e) {
                migration.failed("auto-promotion", e);
            }
        }
    }

    private void moveTo(MigrationState next, String who, AutoDrive drive) {
        List<GateResult> gates = migration.gates(next);
        String reasons = gates.stream()
                .filter(g -> !g.passed())
                .map(g -> g.gate() + ": " + g.reason())
                .collect(joining("; "));
        if (rehearsalIsAllThatLacks(gates) && drive.mayMove()) {
            Rehearsal rehearsal = migration.rehearse(1, who, "auto-migrate");
            holdFor(rehearsal.passed() ? null : "the way back was held up: " + String.join("; ", rehearsal.heldUp()));
            return;
        }
        if (!reasons.isEmpty()) {
            holdFor("waits at the gates to " + next.wire() + ": " + reasons);
            return;
        }
        if (!drive.mayMove()) {
            holdFor("another process may have taken auto-migrate over");
            return;
        }
        hold = null;
        migration.move(next, who, "auto-migrate: all gates passed", false);
    }

    private static boolean rehearsalIsAllThatLacks(List<GateResult> gates) {
        List<String> failed =
                gates.stream().filter(g -> !g.passed()).map(GateResult::gate).toList();
        return failed.equals(List.of(Gates.WAY_BACK));
    }

    private void holdFor(@Nullable String reason) {
        if (!Objects.equals(reason, hold)) {
            LOG.info("auto-migrate holds: {}", reason);
        }
        hold = reason;
    }
}
