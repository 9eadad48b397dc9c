package dev.movex.scheduler;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Says which process drives auto-migrate. The holder changes the record now and then; who sees it unchanged for the time of
 * the lease, by its own clock, takes it over. So no clocks are compared, and a holder that slept loses at its next sign of
 * life. Thread-safe.
 */
final class AutoLease {
    private static final String KIND = "auto";
    private static final String NAME = "wanted";

    private final Records records;
    private final String self;
    private final Duration lease;
    private final LongSupplier nanos;
    private @Nullable String seen;
    private long seenSince;

    AutoLease(Records records, String self, Duration lease, LongSupplier nanos) {
        this.records = records;
        this.self = self;
        this.lease = lease;
        this.nanos = nanos;
    }

    /** Returns what is wanted now. */
    Optional<AutoWanted> read() throws SQLException {
        return Optional.ofNullable(records.read(KIND).get(NAME)).map(AutoWanted::ofJson);
    }

    /** Makes this process the holder of a new walk, whatever was wanted before. */
    void want(AutoWanted wanted) throws SQLException {
        records.put(KIND, NAME, wanted.heldBy(self).toJson());
    }

    /** Changes what is wanted, whoever holds it. Returns the new record; empty if nothing is wanted. */
    Optional<AutoWanted> change(UnaryOperator<AutoWanted> how) throws SQLException {
        while (true) {
            String body = records.read(KIND).get(NAME);
            if (body == null) {
                return Optional.empty();
            }
            AutoWanted next = how.apply(AutoWanted.ofJson(body));
            if (records.replace(KIND, NAME, body, next.toJson())) {
                return Optional.of(next);
            }
        }
    }

    /** Ends the wish, whoever holds it. Returns what was wanted. */
    Optional<AutoWanted> end() throws SQLException {
        while (true) {
            String body = records.read(KIND).get(NAME);
            if (body == null || records.delete(KIND, NAME, body)) {
                return Optional.ofNullable(body).map(AutoWanted::ofJson);
            }
        }
    }

    boolean mine(AutoWanted wanted) {
        return wanted.holder().equals(self);
    }

    /** Gives a sign of life. Returns false if this process does not hold it any more: it must do nothing further. */
    boolean renew(String hold) throws SQLException {
        String body = records.read(KIND).get(NAME);
        if (body == null) {
            return false;
        }
        AutoWanted wanted = AutoWanted.ofJson(body);
        return mine(wanted)
                && records.replace(KIND, NAME, body, wanted.alive(hold).toJson());
    }

    /** Takes the walk over if its holder has given no sign of life for the time of the lease. Returns whether it did. */
    synchronized boolean takeOver() throws SQLException {
        String body = records.read(KIND).get(NAME);
        if (body == null) {
            return false;
        }
        boolean left = AutoWanted.ofJson(body).holder().isEmpty();
        if (!left && !body.equals(seen)) {
            seen = body;
            seenSince = nanos.getAsLong();
            return false;
        }
        if (!left && nanos.getAsLong() - seenSince < lease.toNanos()) {
            return false;
        }
        seen = null;
        return records.replace(
                KIND, NAME, body, AutoWanted.ofJson(body).heldBy(self).toJson());
    }

    /** Leaves the walk to another process at once, when this one ends in good order. */
    void leave() throws SQLException {
        String body = records.read(KIND).get(NAME);
        if (body != null && mine(AutoWanted.ofJson(body))) {
            records.replace(KIND, NAME, body, AutoWanted.ofJson(body).heldBy("").toJson());
        }
    }
}
