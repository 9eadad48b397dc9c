package dev.movex.doublewrite;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link MovexDataSource} behaves. Immutable; begin with {@link #of} and change what differs.
 *
 * @param memberId the name of this process, unique within the migration
 * @param strict whether a failure of the secondary fails the application's transaction; otherwise its keys stay in
 *     the journal
 * @param ack what the caller of a commit waits for
 * @param secondary how long and how often the secondary is tried
 * @param maxOutstandingCommits how many commits of the secondary may be under way without being waited for; one more
 *     is done by the caller itself
 * @param cleaningInterval how long finished journal rows stay before they are removed
 * @param breaker when the secondary is no longer tried
 * @param journal how long the journal may get
 * @param shadow which reads run on the secondary too, to compare the answers
 * @param meters where metrics are registered; null for nowhere
 * @param keyListener who learns of completed keys; null for nobody
 * @param coordination how this process takes part in a migration that several processes share; null where it is the only
 *     one, and its coordinator lives in it
 */
public record DoubleWriteConfig(
        String memberId,
        boolean strict,
        Ack ack,
        SecondaryLimits secondary,
        int maxOutstandingCommits,
        Duration cleaningInterval,
        BreakerLimits breaker,
        JournalLimits journal,
        ShadowReads shadow,
        @Nullable MeterRegistry meters,
        @Nullable KeyListener keyListener,
        @Nullable Coordination coordination) {

    /**
     * How long and how often the secondary is tried within one transaction.
     *
     * @param attempts how often the writes are tried in all, when the secondary says that they may succeed later
     * @param acquireTimeout how long to wait for a connection
     * @param statementTimeout how long the writes, and then the commit, may take
     */
    public record SecondaryLimits(int attempts, Duration acquireTimeout, Duration statementTimeout) {}

    /**
     * When the secondary is no longer tried.
     *
     * @param failures how many failures in a row open the breaker
     * @param probeInterval how long it stays open before one transaction tries again
     */
    public record BreakerLimits(int failures, Duration probeInterval) {}

    /**
     * How long the journal may get while the secondary is away.
     *
     * @param written whether keys are journaled at all. Without a journal a crash between the two commits, or a
     *     secondary that fails, leaves differences that validation alone finds; gates are told
     * @param maxRows at how many rows transactions fail, with an error that says try again, unless the secondary takes
     *     their writes; 0 for no bound
     */
    public record JournalLimits(boolean written, long maxRows) {
        /** A journal of at most a million rows. */
        public static final JournalLimits USUAL = new JournalLimits(true, 1_000_000);

        /** No journal. */
        public static final JournalLimits OFF = new JournalLimits(false, 0);
    }

    /**
     * Which reads run on both databases once more, off the caller's thread.
     *
     * @param oneIn every how manieth read is taken; 0 for none
     * @param queue how many may wait; more are dropped
     * @param rechecks how often a difference is looked at again before it counts
     * @param pause how long to wait before each further look
     * @param maxRows answers with more rows are not compared
     */
    public record ShadowReads(int oneIn, int queue, int rechecks, Duration pause, int maxRows) {
        /** No read is taken. */
        public static final ShadowReads OFF = new ShadowReads(0, 1, 0, Duration.ZERO, 0);

        /** Takes every n-th read. */
        public static ShadowReads oneIn(int n) {
            return new ShadowReads(n, 256, 5, Duration.ofMillis(200), 1000);
        }
    }

    /** Returns the configuration that fits most applications. */
    public static DoubleWriteConfig of(String memberId) {
        return new DoubleWriteConfig(
                memberId,
                false,
                Ack.PRIMARY,
                new SecondaryLimits(3, Duration.ofSeconds(1), Duration.ofSeconds(3)),
                64,
                Duration.ofMillis(50),
                new BreakerLimits(5, Duration.ofSeconds(2)),
                JournalLimits.USUAL,
                ShadowReads.OFF,
                null,
                null,
                null);
    }

    /** Returns a copy that is strict or not. */
    public DoubleWriteConfig withStrict(boolean value) {
        return new DoubleWriteConfig(
                memberId,
                value,
                ack,
                secondary,
                maxOutstandingCommits,
                cleaningInterval,
                breaker,
                journal,
                shadow,
                meters,
                keyListener,
                coordination);
    }

    /** Returns a copy whose callers wait for something else. */
    public DoubleWriteConfig withAck(Ack value) {
        return new DoubleWriteConfig(
                memberId,
                strict,
                value,
                secondary,
                maxOutstandingCommits,
                cleaningInterval,
                breaker,
                journal,
                shadow,
                meters,
                keyListener,
                coordination);
    }

    /** Returns a copy with other limits for the secondary. */
    public DoubleWriteConfig withSecondary(SecondaryLimits value) {
        return new DoubleWriteConfig(
                memberId,
                strict,
                ack,
                value,
                maxOutstandingCommits,
                cleaningInterval,
                breaker,
                journal,
                shadow,
                meters,
                keyListener,
                coordination);
    }

    /** Returns a copy that lets another number of commits run without being waited for. */
    public DoubleWriteConfig withMaxOutstandingCommits(int value) {
        return new DoubleWriteConfig(
                memberId,
                strict,
                ack,
                secondary,
                value,
                cleaningInterval,
                breaker,
                journal,
                shadow,
                meters,
                keyListener,
                coordination);
    }

    /** Returns a copy that removes finished journal rows at another interval. */
    public DoubleWriteConfig withCleaningInterval(Duration value) {
        return new DoubleWriteConfig(
                memberId,
                strict,
                ack,
                secondary,
                maxOutstandingCommits,
                value,
                breaker,
                journal,
                shadow,
                meters,
                keyListener,
                coordination);
    }

    /** Returns a copy with another breaker. */
    public DoubleWriteConfig withBreaker(BreakerLimits value) {
        return new DoubleWriteConfig(
                memberId,
                strict,
                ack,
                secondary,
                maxOutstandingCommits,
                cleaningInterval,
                value,
                journal,
                shadow,
                meters,
                keyListener,
                coordination);
    }

    /** Returns a copy with another bound of the journal. */
    public DoubleWriteConfig withJournal(JournalLimits value) {
        return new DoubleWriteConfig(
                memberId,
                strict,
                ack,
                secondary,
                maxOutstandingCommits,
                cleaningInterval,
                breaker,
                value,
                shadow,
                meters,
                keyListener,
                coordination);
    }

    /** Returns a copy that compares other reads. */
    public DoubleWriteConfig withShadowReads(ShadowReads value) {
        return new DoubleWriteConfig(
                memberId,
                strict,
                ack,
                secondary,
                maxOutstandingCommits,
                cleaningInterval,
                breaker,
                journal,
                value,
                meters,
                keyListener,
                coordination);
    }

    /** Returns a copy that registers its metrics. */
    public DoubleWriteConfig withMeters(MeterRegistry value) {
        return new DoubleWriteConfig(
                memberId,
                strict,
                ack,
                secondary,
                maxOutstandingCommits,
                cleaningInterval,
                breaker,
                journal,
                shadow,
                value,
                keyListener,
                coordination);
    }

    /** Returns a copy that tells someone of completed keys. */
    public DoubleWriteConfig withKeyListener(KeyListener value) {
        return new DoubleWriteConfig(
                memberId,
                strict,
                ack,
                secondary,
                maxOutstandingCommits,
                cleaningInterval,
                breaker,
                journal,
                shadow,
                meters,
                value,
                coordination);
    }

    /** Returns a copy that takes part in a migration which several processes share. */
    public DoubleWriteConfig withCoordination(Coordination value) {
        return new DoubleWriteConfig(
                memberId,
                strict,
                ack,
                secondary,
                maxOutstandingCommits,
                cleaningInterval,
                breaker,
                journal,
                shadow,
                meters,
                keyListener,
                value);
    }
}
