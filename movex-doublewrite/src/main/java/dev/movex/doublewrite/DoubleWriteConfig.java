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
 * @param meters where metrics are registered; null for nowhere
 * @param keyListener who learns of completed keys; null for nobody
 */
public record DoubleWriteConfig(
        String memberId,
        boolean strict,
        Ack ack,
        SecondaryLimits secondary,
        int maxOutstandingCommits,
        Duration cleaningInterval,
        BreakerLimits breaker,
        @Nullable MeterRegistry meters,
        @Nullable KeyListener keyListener) {

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
                null,
                null);
    }

    /** Returns a copy that is strict or not. */
    public DoubleWriteConfig withStrict(boolean value) {
        return new DoubleWriteConfig(
                memberId, value, ack, secondary, maxOutstandingCommits, cleaningInterval, breaker, meters, keyListener);
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
                meters,
                keyListener);
    }

    /** Returns a copy with other limits for the secondary. */
    public DoubleWriteConfig withSecondary(SecondaryLimits value) {
        return new DoubleWriteConfig(
                memberId, strict, ack, value, maxOutstandingCommits, cleaningInterval, breaker, meters, keyListener);
    }

    /** Returns a copy that lets another number of commits run without being waited for. */
    public DoubleWriteConfig withMaxOutstandingCommits(int value) {
        return new DoubleWriteConfig(
                memberId, strict, ack, secondary, value, cleaningInterval, breaker, meters, keyListener);
    }

    /** Returns a copy that removes finished journal rows at another interval. */
    public DoubleWriteConfig withCleaningInterval(Duration value) {
        return new DoubleWriteConfig(
                memberId, strict, ack, secondary, maxOutstandingCommits, value, breaker, meters, keyListener);
    }

    /** Returns a copy with another breaker. */
    public DoubleWriteConfig withBreaker(BreakerLimits value) {
        return new DoubleWriteConfig(
                memberId, strict, ack, secondary, maxOutstandingCommits, cleaningInterval, value, meters, keyListener);
    }

    /** Returns a copy that registers its metrics. */
    public DoubleWriteConfig withMeters(MeterRegistry value) {
        return new DoubleWriteConfig(
                memberId, strict, ack, secondary, maxOutstandingCommits, cleaningInterval, breaker, value, keyListener);
    }

    /** Returns a copy that tells someone of completed keys. */
    public DoubleWriteConfig withKeyListener(KeyListener value) {
        return new DoubleWriteConfig(
                memberId, strict, ack, secondary, maxOutstandingCommits, cleaningInterval, breaker, meters, value);
    }
}
