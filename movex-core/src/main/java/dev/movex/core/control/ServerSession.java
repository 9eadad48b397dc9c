package dev.movex.core.control;

import dev.movex.core.dialect.ControlSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A session of an application, as the server lists it.
 *
 * @param id the server's id
 * @param user whose it is
 * @param address where it comes from; empty if from the same machine by no network
 * @param program what it calls itself; empty if it says nothing
 * @param mayWrite whether its user may write a planned table, as far as the server tells
 * @param writing a mark of the transaction in which it has written, if that is open; empty if there is none
 */
public record ServerSession(long id, String user, String address, String program, boolean mayWrite, String writing) {

    /** Returns the name of the privilege that the user lacks to see what others do; empty if it lacks none. */
    public static String lacking(Connection connection, ControlSql sql) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql.seesOthers())) {
            return row.next() && row.getLong(1) > 0 ? "" : sql.seesOthersPrivilege();
        } catch (SQLException e) {
            return sql.seesOthersPrivilege();
        }
    }

    /**
     * Reads the sessions that work in the database of a connection, its own among them.
     *
     * @param tables the planned tables, as {@code schema.name}
     */
    public static List<ServerSession> read(Connection connection, ControlSql sql, Collection<String> tables)
            throws SQLException {
        List<ServerSession> sessions = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql.readWriters())) {
            select.setString(1, String.join("\n", tables));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    sessions.add(new ServerSession(
                            row.getLong(1), text(row, 2), text(row, 3), text(row, 4), row.getBoolean(5), text(row, 6)));
                }
            }
        }
        return sessions;
    }

    private static String text(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNullElse(row.getString(column), "");
    }

    /** Returns who it is, for people. */
    public String toWords() {
        return "session " + id + " of " + user + (address.isEmpty() ? "" : " from " + address)
                + (program.isEmpty() ? "" : " (" + program + ")");
    }

    /** Returns where a session comes from and whose it is. */
    public String origin() {
        return user + "@" + address;
    }

    /** Returns whether what a driver believes its session to be is another one to the server: a pooler stands between them. */
    public static boolean behindPooler(OptionalLong ofDriver, long ofServer) {
        return ofDriver.isPresent() && ofDriver.getAsLong() != ofServer;
    }
}
