package dev.movex.core.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** How a session hears of what others have announced, where the server can tell it. Immutable. */
public interface Push {
    /** What is announced. */
    enum Topic {
        /** Something new from a member. */
        MEMBERS,
        /** Something new for the members. */
        INSTRUCTIONS
    }

    /** Lets the session hear of a topic from now on. */
    void listen(Connection connection, Topic topic) throws SQLException;

    /** Lets the session hear no more of a topic. */
    void ignore(Connection connection, Topic topic) throws SQLException;

    /**
     * Waits until something is announced for a migration on a topic that the session hears of.
     *
     * @return whether there was something
     */
    boolean await(Connection connection, String migration, Duration atMost) throws SQLException;
}
