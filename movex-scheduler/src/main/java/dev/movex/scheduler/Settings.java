package dev.movex.scheduler;

import dev.movex.core.copy.ThrottleLimits;
import java.time.Duration;

/**
 * The limits of a migration.
 *
 * @param cleanWindows how many incremental windows in a row must be clean before the authority moves
 * @param windowInterval how long the incremental validation rests between two windows
 * @param evidenceLimit the age at which a clean full validation is stale
 * @param soak how long a dual-write state must have lasted before the authority moves
 * @param journalBound how many journal rows may be pending when the authority moves
 * @param validationRounds how many full validations auto-migrate makes in a row to get a clean one
 * @param holdLimit how long members hold new transactions at the most during a change of the primary
 * @param drainLimit how long a change waits for open transactions where nobody is held
 * @param sweepInterval how often the journal is swept
 * @param sweepAge the age at which a journal row is taken for left behind
 * @param copyParallelism how many chunks are copied at once
 * @param counterHeadroom how far counters of the new primary are raised beyond the old one's
 * @param autoPromotion whether the authority moves by itself as soon as the gates pass
 * @param createIndexes whether a copy from the source creates secondary indexes, unique constraints and foreign keys that the
 *     target lacks, when the rows are there and before the copy counts as proven
 * @param throttle beyond what copy and proofs wait for the sake of the application
 * @param checks the validations that the scheduler starts by itself
 * @param automation the limits of what the scheduler does by itself
 */
public record Settings(
        int cleanWindows,
        Duration windowInterval,
        Duration evidenceLimit,
        Duration soak,
        long journalBound,
        int validationRounds,
        Duration holdLimit,
        Duration drainLimit,
        Duration sweepInterval,
        Duration sweepAge,
        int copyParallelism,
        long counterHeadroom,
        boolean autoPromotion,
        boolean createIndexes,
        ThrottleLimits throttle,
        Checks checks,
        Automation automation) {

    /** Creates limits with the standard ones for what the scheduler does by itself. */
    public Settings(
            int cleanWindows,
            Duration windowInterval,
            Duration evidenceLimit,
            Duration soak,
            long journalBound,
            int validationRounds,
            Duration holdLimit,
            Duration drainLimit,
            Duration sweepInterval,
            Duration sweepAge,
            int copyParallelism,
            long counterHeadroom,
            boolean autoPromotion) {
        this(
                cleanWindows,
                windowInterval,
                evidenceLimit,
                soak,
                journalBound,
                validationRounds,
                holdLimit,
                drainLimit,
                sweepInterval,
                sweepAge,
                copyParallelism,
                counterHeadroom,
                autoPromotion,
                false,
                ThrottleLimits.standard(),
                Checks.none(),
                Automation.standard());
    }

    /** Returns the limits for a migration in production. */
    public static Settings defaults() {
        return new Settings(
                10,
                Duration.ofSeconds(30),
                Duration.ofHours(24),
                Duration.ofHours(1),
                100,
                5,
                Duration.ofSeconds(5),
                Duration.ofMinutes(5),
                Duration.ofMillis(500),
                Duration.ofSeconds(2),
                2,
                10_000,
                false);
    }

    /** Returns limits short enough to watch a migration within a minute. */
    public static Settings shortened() {
        return new Settings(
                3,
                Duration.ofMillis(500),
                Duration.ofMinutes(10),
                Duration.ofSeconds(3),
                100,
                5,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                2,
                10_000,
                false);
    }

    /** Returns the same limits with auto-promotion on or off. */
    public Settings withAutoPromotion(boolean on) {
        return with(on, soak, evidenceLimit, createIndexes, checks, automation);
    }

    /** Returns the same limits with other ones for what the scheduler does by itself. */
    public Settings withAutomation(Automation other) {
        return with(autoPromotion, soak, evidenceLimit, createIndexes, checks, other);
    }

    /** Returns the same limits with another time that a dual-write state must have lasted. */
    public Settings withSoak(Duration other) {
        return with(autoPromotion, other, evidenceLimit, createIndexes, checks, automation);
    }

    /** Returns the same limits with another age at which a clean full validation is stale. */
    public Settings withEvidenceLimit(Duration other) {
        return with(autoPromotion, soak, other, createIndexes, checks, automation);
    }

    /** Returns the same limits with the creation of the target's indexes after a copy on or off. */
    public Settings withIndexes(boolean on) {
        return with(autoPromotion, soak, evidenceLimit, on, checks, automation);
    }

    /** Returns the same limits with other validations that the scheduler starts by itself. */
    public Settings withChecks(Checks other) {
        return with(autoPromotion, soak, evidenceLimit, createIndexes, other, automation);
    }

    private Settings with(
            boolean promotion,
            Duration soaking,
            Duration staleAfter,
            boolean indexes,
            Checks checked,
            Automation automated) {
        return new Settings(
                cleanWindows,
                windowInterval,
                staleAfter,
                soaking,
                journalBound,
                validationRounds,
                holdLimit,
                drainLimit,
                sweepInterval,
                sweepAge,
                copyParallelism,
                counterHeadroom,
                promotion,
                indexes,
                throttle,
                checked,
                automated);
    }
}
