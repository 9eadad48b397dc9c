package dev.movex.doublewrite;

import dev.movex.core.dialect.Dialect;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How fresh sessions of a pool are set.
 *
 * @param isolation their isolation level
 * @param path the schemas in which names are looked for
 * @param networkTimeout how long they wait for the network, in milliseconds; 0 for ever
 * @param clientInfo what they say about their client
 */
record SessionDefaults(int isolation, List<String> path, int networkTimeout, Map<String, String> clientInfo) {
    SessionDefaults {
        path = List.copyOf(path);
        clientInfo = Map.copyOf(clientInfo);
    }

    static SessionDefaults read(Connection connection, Dialect dialect) throws SQLException {
        return new SessionDefaults(
                connection.getTransactionIsolation(),
                path(connection, dialect),
                connection.getNetworkTimeout(),
                clientInfo(connection));
    }

    private static Map<String, String> clientInfo(Connection connection) throws SQLException {
        Map<String, String> info = new HashMap<>();
        connection.getClientInfo().forEach((name, value) -> info.put(name.toString(), value.toString()));
        return info;
    }

    /** Returns the schemas in which names without a schema are looked for. */
    static List<String> path(Connection connection, Dialect dialect) throws SQLException {
        if (!dialect.name().equals("postgresql")) {
            return List.of(dialect.currentSchema(connection));
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_schemas(false)")) {
            row.next();
            Array schemas = row.getArray(1);
            return List.of((String[]) schemas.getArray());
        }
    }

    void restorePath(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("RESET search_path");
        }
    }
}
