package dev.movex.scheduler;

import dev.movex.core.Side;
import dev.movex.core.control.Authority;
import dev.movex.core.copy.Throttle;
import dev.movex.core.event.DeadLetterBox.Letter;
import dev.movex.core.plan.Problem;
import dev.movex.core.repair.Proposal;
import dev.movex.core.repair.RepairResult;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.validate.ValidationScope;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The work on data that the scheduler has done by core's workers. Thread-safe. */
interface Workers extends ChangeActions, AutoCloseable {
    @FunctionalInterface
    interface TableProven {
        void proven(String table) throws SQLException;
    }

    List<Problem> preflight();

    /** Returns what lets the copy wait. */
    Throttle copyThrottle();

    void copy(Authority authority, BooleanSupplier cancelled, TableProven proven) throws Exception;

    FullEvidence validate(String run, Authority authority, long epoch, BooleanSupplier cancelled) throws Exception;

    /** Validates a part; that is no evidence for a gate. */
    void validatePart(ValidationScope scope, Authority authority, BooleanSupplier cancelled) throws Exception;

    /** Validates for a while, from where the last box ended; a pass that is complete is as good as a full validation. */
    Optional<FullEvidence> validateBox(String run, Duration time, Authority authority, BooleanSupplier cancelled)
            throws Exception;

    boolean window(Authority authority, long epoch, long utimeMillis, BooleanSupplier cancelled) throws Exception;

    void sweepUntil(
            BooleanSupplier cancelled, Supplier<Authority> authority, BooleanSupplier applies, BackgroundRun self)
            throws Exception;

    long[] journalDepth(Side side) throws SQLException;

    long deadLetters();

    /** Returns what has to do with change logs. */
    FollowDesk follow();

    /** Returns how many inconsistencies wait for their repair; -1 if nobody can tell now. */
    long queuedEvents();

    List<Letter> letters();

    /** Reads the letters that processes before this one have kept. */
    void loadDead() throws SQLException;

    int retryDead() throws InterruptedException;

    List<Proposal> propose(Collection<DirtyKey> keys, Supplier<Authority> authority)
            throws SQLException, InterruptedException;

    /** Repairs keys; an empty run keeps no undo images. */
    RepairResult repair(Collection<DirtyKey> keys, String run, Supplier<Authority> authority)
            throws SQLException, InterruptedException;

    RepairResult undo(String run, Supplier<Authority> authority) throws SQLException, InterruptedException;

    @Override
    void close();
}
