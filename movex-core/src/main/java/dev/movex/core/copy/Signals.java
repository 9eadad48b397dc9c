package dev.movex.core.copy;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.dialect.ServerLoad;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Looks at what the throttle's limits are about. For one thread at a time. */
final class Signals implements AutoCloseable {
    private final Databases databases;
    private final CommitTimes commits;
    private final Map<Side, Connection> connections = new EnumMap<>(Side.class);

    Signals(Databases databases, CommitTimes commits) {
        this.databases = databases;
        this.commits = commits;
    }

    /** Returns which limit is passed, and by what; null if none is. A side that does not answer is the copy's own trouble. */
    @Nullable String over(ThrottleLimits limits) {
        OptionalDouble mean = commits.meanMillis();
        if (mean.isPresent() && above(mean.getAsDouble(), limits.latency())) {
            return text(
                    "commits of the application take",
                    mean.getAsDouble(),
                    "ms",
                    limits.latency().toMillis());
        }
        for (Side side : Side.values()) {
            try {
                String reason = over(limits, side, mean.isEmpty());
                if (reason != null) {
                    return reason;
                }
            } catch (SQLException e) {
                forget(side);
            }
        }
        return null;
    }

    private @Nullable String over(ThrottleLimits limits, Side side, boolean probe) throws SQLException {
        Connection connection = connection(side);
        long begun = System.nanoTime();
        ServerLoad load = databases.dialect(side).readLoad(connection);
        double millis = (System.nanoTime() - begun) / 1e6;
        if (probe && above(millis, limits.latency())) {
            return text(
                    "a look at the " + side.label() + " takes",
                    millis,
                    "ms",
                    limits.latency().toMillis());
        }
        if (limits.running() > 0 && load.running() > limits.running()) {
            return text("statements that run on the " + side.label() + ":", load.running(), "", limits.running());
        }
        OptionalDouble lag = load.replicaLagSeconds();
        if (lag.isPresent() && above(lag.getAsDouble() * 1000, limits.replicaLag())) {
            double limit = limits.replicaLag().toMillis() / 1000.0;
            return text("a replica of the " + side.label() + " is behind by", lag.getAsDouble(), "s", limit);
        }
        return null;
    }

    private static boolean above(double millis, Duration limit) {
        return !limit.isZero() && millis > limit.toMillis();
    }

    private static String text(String what, double value, String unit, double limit) {
        String space = unit.isEmpty() ? "" : " ";
        return String.format(
                Locale.ROOT, "%s %.4g%s%s, the limit is %.4g%s%s", what, value, space, unit, limit, space, unit);
    }

    private Connection connection(Side side) throws SQLException {
        Connection known = connections.get(side);
        if (known == null) {
            known = databases.connect(side);
            connections.put(side, known);
        }
        return known;
    }

    private void forget(Side side) {
        Connection gone = connections.remove(side);
        if (gone != null) {
            try {
                gone.close();
            } catch (SQLException e) {
                // it is gone already
            }
        }
    }

    @Override
    public void close() {
        for (Side side : Side.values()) {
            forget(side);
        }
    }
}
