package dev.movex.core.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** PostgreSQL's LISTEN and NOTIFY, one channel for each topic of all migrations. */
final class PostgresPush implements Push {
    static String channel(Topic topic) {
        return "movex_" + topic.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void listen(Connection connection, Topic topic) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + channel(topic));
        }
    }

    @Override
    public void ignore(Connection connection, Topic topic) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("UNLISTEN " + channel(topic));
        }
    }

    @Override
    public boolean await(Connection connection, String migration, Duration atMost) throws SQLException {
        PGNotification[] heard = connection.unwrap(PGConnection.class).getNotifications((int) atMost.toMillis());
        return heard != null
                && Arrays.stream(heard).anyMatch(h -> h.getParameter().equals(migration));
    }
}
