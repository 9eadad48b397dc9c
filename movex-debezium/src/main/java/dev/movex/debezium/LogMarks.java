package dev.movex.debezium;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.dialect.ControlSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Marks in the log: rows among the control data of the database that is read. When a mark comes out of the log and what came
 * before it is settled, the log has been read up to the moment at which the mark was written. Thread-safe.
 */
final class LogMarks {
    static final String KIND = "log_mark";

    private final String migration;
    private final Databases databases;
    private final Side side;
    private final LongSupplier nanos;
    private final String reader = UUID.randomUUID().toString();
    private final SortedMap<Long, Long> written = new TreeMap<>();
    private long number;
    private long settledAt = Long.MIN_VALUE;

    LogMarks(String migration, Databases databases, Side side, LongSupplier nanos) {
        this.migration = migration;
        this.databases = databases;
        this.side = side;
        this.nanos = nanos;
    }

    /** Writes a mark, and deletes those that have done their service. */
    void write() throws SQLException {
        long next;
        long now = nanos.getAsLong();
        synchronized (this) {
            next = ++number;
        }
        ControlSql sql = databases.dialect(side).control();
        try (Connection connection = databases.connect(side)) {
            try (PreparedStatement delete = connection.prepareStatement(sql.deleteRecords())) {
                delete.setString(1, migration);
                delete.setString(2, KIND);
                delete.executeUpdate();
            }
            try (PreparedStatement put = connection.prepareStatement(sql.putRecord())) {
                put.setString(1, migration);
                put.setString(2, KIND);
                put.setString(3, reader + "/" + next);
                put.setString(4, "");
                put.executeUpdate();
            }
        }
        synchronized (this) {
            written.put(next, now);
        }
    }

    /** Told that everything up to a mark is settled. */
    synchronized void settled(String name) {
        if (!name.startsWith(reader + "/")) {
            return;
        }
        long seen = Long.parseLong(name.substring(reader.length() + 1));
        SortedMap<Long, Long> done = written.headMap(seen + 1);
        for (long at : done.values()) {
            settledAt = Math.max(settledAt, at);
        }
        done.clear();
    }

    /** Returns how long ago the last settled mark was written; empty if none has been. */
    synchronized Optional<Duration> age() {
        return settledAt == Long.MIN_VALUE
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(nanos.getAsLong() - settledAt));
    }

    /** Returns the moment of the last settled mark, by the clock that was passed in. */
    synchronized long settledAt() {
        return settledAt;
    }

    /** Deletes what is left. */
    void close() throws SQLException {
        try (Connection connection = databases.connect(side);
                PreparedStatement delete = connection.prepareStatement(
                        databases.dialect(side).control().deleteRecords())) {
            delete.setString(1, migration);
            delete.setString(2, KIND);
            delete.executeUpdate();
        }
    }
}
