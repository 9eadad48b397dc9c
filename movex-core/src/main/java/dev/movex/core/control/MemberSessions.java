package dev.movex.core.control;

import dev.movex.core.dialect.ControlSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sessions of a database that members have made known before they wrote with them, and how they are ended. All of it on
 * the caller's connection.
 *
 * <p>A session is known by its id, and by being older than the note of it: a server may give an id out again.
 */
public final class MemberSessions {
    /** The kind of the records that members write. */
    public static final String KIND = "session";

    private final String migration;
    private final ControlSql sql;

    public MemberSessions(String migration, ControlSql sql) {
        this.migration = migration;
        this.sql = sql;
    }

    /** A member's note of its sessions. */
    private record Note(String member, Set<Long> ids, long ageMillis) {}

    /** Returns which sessions that are there now each member has made known. */
    public Map<String, Set<Long>> read(Connection connection) throws SQLException {
        List<Note> notes = notes(connection);
        Map<Long, Long> ages = ages(connection);
        Map<String, Set<Long>> sessions = new HashMap<>();
        for (Note note : notes) {
            Set<Long> there = new HashSet<>();
            for (long id : note.ids()) {
                Long age = ages.get(id);
                if (age != null && (age == 0 || age >= note.ageMillis())) {
                    there.add(id);
                }
            }
            sessions.put(note.member(), there);
        }
        return sessions;
    }

    /**
     * Tells the server to end a session, which it does soon.
     *
     * @throws SQLException if the user has not the privilege
     */
    public void end(Connection connection, long id) throws SQLException {
        try (PreparedStatement end = connection.prepareStatement(sql.endSession())) {
            end.setLong(1, id);
            end.execute();
        } catch (SQLException e) {
            if (!sql.sessionGone(e)) {
                throw e;
            }
        }
    }

    /** Forgets the note of a member. */
    public void forget(Connection connection, String member) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(sql.deleteRecordByName())) {
            delete.setString(1, migration);
            delete.setString(2, KIND);
            delete.setString(3, member);
            delete.executeUpdate();
        }
    }

    private List<Note> notes(Connection connection) throws SQLException {
        List<Note> notes = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql.readAgedRecords())) {
            select.setString(1, migration);
            select.setString(2, KIND);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    notes.add(new Note(row.getString(1), ids(row.getString(2)), row.getLong(3)));
                }
            }
        }
        return notes;
    }

    private static Set<Long> ids(String body) {
        Set<Long> ids = new HashSet<>();
        Arrays.stream(body.split(",", -1)).filter(id -> !id.isEmpty()).forEach(id -> ids.add(Long.valueOf(id)));
        return ids;
    }

    private Map<Long, Long> ages(Connection connection) throws SQLException {
        Map<Long, Long> ages = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(sql.readSessions());
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                ages.put(row.getLong(1), row.getLong(2));
            }
        }
        return ages;
    }
}
