package dev.movex.doublewrite;

import dev.movex.core.control.Fence;
import dev.movex.core.control.FencedException;
import dev.movex.core.control.SideFence;
import dev.movex.core.dialect.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends the writes of a transaction to the secondary with as few round trips as the driver allows. The first trip
 * bounds the waits, passes the fence, keeps the database from deciding anything itself, and takes the first writes
 * along. Immutable.
 */
final class SecondaryBatch {
    private static final int MAX_JOINED = 40;
    private static final int MAX_PARAMETERS = 2000;
    private static final int RUN = 6;
    private static final int MAX_TEXTS = 500;
    /** Ends a statement even if its text ends in a comment. */
    private static final String THEN = "\n; ";

    private final Fence fence;
    private final SideAccess side;
    private final StatementTrips trips;
    private final Head head;
    private final Head guardedHead;
    /** Composed once, since drivers keep what they know of a text by its hash. */
    private final Map<Usual, String> texts = new ConcurrentHashMap<>();

    SecondaryBatch(Fence fence, SideAccess side, Duration limit) {
        this.fence = fence;
        this.side = side;
        this.trips = new StatementTrips(fence, side);
        this.head = head(limit, false);
        this.guardedHead = head(limit, true);
    }

    /** Where settings are the session's, it has them already. */
    private Head head(Duration limit, boolean guarded) {
        Dialect dialect = side.dialect();
        List<String> texts = new ArrayList<>();
        if (dialect.restoreSession().isEmpty()) {
            if (guarded) {
                texts.add(dialect.beginImages());
            }
            texts.add(dialect.control().boundWaits(limit.toMillis()));
        }
        if (Fence.joins(dialect)) {
            texts.add(dialect.control().joinFence());
        }
        int before = texts.size();
        texts.add(dialect.control().checkFence(false));
        return new Head(String.join("; ", texts), before);
    }

    /**
     * What the first trip begins with.
     *
     * @param text up to the look at the fence
     * @param before how many statements come before the look
     */
    private record Head(String text, int before) {}

    /**
     * Writes in the connection's transaction.
     *
     * @param guarded whether the database must be kept from deciding anything itself
     * @return whether every write met as many rows as on the primary
     * @throws FencedException if the side is at another epoch
     */
    boolean send(Connection connection, SideFence expected, List<SecondaryWrite> writes, boolean guarded)
            throws SQLException {
        if (!side.severalStatements()) {
            return trips.send(connection, expected, writes);
        }
        int sent = joined(writes, 0);
        boolean met = first(connection, expected, writes.subList(0, sent), guarded);
        while (sent < writes.size()) {
            int run = run(writes, sent);
            int next = run >= RUN ? run : Math.max(1, joined(writes, sent));
            List<SecondaryWrite> trip = writes.subList(sent, sent + next);
            met &= run >= RUN ? batch(connection, trip) : join(connection, trip);
            sent += next;
        }
        return met;
    }

    /** Returns how many writes from an index on travel in one text: up to a run of one text, which is a batch. */
    private static int joined(List<SecondaryWrite> writes, int from) {
        int parameters = 0;
        int to = from;
        while (to < writes.size() && to - from < MAX_JOINED && run(writes, to) < RUN) {
            parameters += writes.get(to).parameters();
            if (parameters > MAX_PARAMETERS && to > from) {
                break;
            }
            to++;
        }
        return to - from;
    }

    private static int run(List<SecondaryWrite> writes, int from) {
        int to = from + 1;
        while (to < writes.size()
                && writes.get(to).sql().equals(writes.get(from).sql())) {
            to++;
        }
        return to - from;
    }

    private boolean first(Connection connection, SideFence expected, List<SecondaryWrite> writes, boolean guarded)
            throws SQLException {
        Head first = guarded ? guardedHead : head;
        try (PreparedStatement statement = connection.prepareStatement(firstText(first, writes))) {
            bind(statement, fence.bind(statement, 1, expected, side.dialect()), writes);
            statement.execute();
            for (int i = 0; i < first.before(); i++) {
                statement.getMoreResults();
            }
            try (ResultSet row = statement.getResultSet()) {
                if (row == null || !row.next()) {
                    throw new FencedException(expected.side(), expected.epoch());
                }
            }
            boolean met = true;
            for (SecondaryWrite write : writes) {
                statement.getMoreResults();
                met &= statement.getUpdateCount() >= write.expected();
            }
            return met;
        }
    }

    private String firstText(Head first, List<SecondaryWrite> writes) {
        if (writes.isEmpty() || run(writes, 0) < writes.size()) {
            return text(first.text(), writes);
        }
        Usual usual = new Usual(first, writes.get(0).sql(), writes.size());
        String known = texts.get(usual);
        if (known == null) {
            known = text(first.text(), writes);
            if (texts.size() >= MAX_TEXTS) {
                // those in real use are back at once
                texts.clear();
            }
            texts.put(usual, known);
        }
        return known;
    }

    /** A first trip with a number of writes that are alike. */
    private record Usual(Head first, String sql, int writes) {}

    private static boolean join(Connection connection, List<SecondaryWrite> writes) throws SQLException {
        String first = writes.get(0).sql();
        try (PreparedStatement statement = connection.prepareStatement(text(first, writes.subList(1, writes.size())))) {
            bind(statement, 1, writes);
            statement.execute();
            boolean met = true;
            for (int i = 0; i < writes.size(); i++) {
                met &= statement.getUpdateCount() >= writes.get(i).expected();
                statement.getMoreResults();
            }
            return met;
        }
    }

    private static boolean batch(Connection connection, List<SecondaryWrite> writes) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(writes.get(0).sql())) {
            for (SecondaryWrite write : writes) {
                write.bind(statement, 1);
                statement.addBatch();
            }
            int[] counts = statement.executeBatch();
            boolean met = counts.length == writes.size();
            for (int i = 0; i < counts.length; i++) {
                met &= counts[i] == Statement.SUCCESS_NO_INFO
                        || counts[i] >= writes.get(i).expected();
            }
            return met;
        }
    }

    private static String text(String first, List<SecondaryWrite> others) {
        StringBuilder text = new StringBuilder(first);
        others.forEach(w -> text.append(THEN).append(w.sql()));
        return text.toString();
    }

    private static void bind(PreparedStatement statement, int from, List<SecondaryWrite> writes) throws SQLException {
        int index = from;
        for (SecondaryWrite write : writes) {
            write.bind(statement, index);
            index += write.parameters();
        }
    }

    SideAccess side() {
        return side;
    }
}
