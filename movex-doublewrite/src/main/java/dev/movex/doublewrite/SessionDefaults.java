package dev.movex.doublewrite;

import dev.movex.core.dialect.Dialect;
import dev.movex.doublewrite.sql.MysqlSyntax;
import dev.movex.doublewrite.sql.PostgresSyntax;
import dev.movex.doublewrite.sql.Syntax;
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
 * @param autoCommit whether each statement is a transaction of its own
 * @param isolation their isolation level
 * @param path the schemas in which names are looked for
 * @param networkTimeout how long they wait for the network, in milliseconds; 0 for ever
 * @param clientInfo what they say about their client
 * @param syntax how they read texts
 * @param severalStatements whether they take several statements in one text
 */
record SessionDefaults(
        boolean autoCommit,
        int isolation,
        List<String> path,
        int networkTimeout,
        Map<String, String> clientInfo,
        Syntax syntax,
        boolean severalStatements) {
    private static final String POSTGRESQL = "postgresql";

    SessionDefaults {
        path = List.copyOf(path);
        clientInfo = Map.copyOf(clientInfo);
    }

    static SessionDefaults read(Connection connection, Dialect dialect) throws SQLException {
        SessionDefaults defaults = new SessionDefaults(
                connection.getAutoCommit(),
                connection.getTransactionIsolation(),
                path(connection, dialect),
                connection.getNetworkTimeout(),
                clientInfo(connection),
                syntax(connection, dialect),
                dialect.takesSeveralStatements(connection));
        if (!defaults.autoCommit()) {
            // the questions have begun a transaction
            connection.rollback();
        }
        return defaults;
    }

    private static Map<String, String> clientInfo(Connection connection) throws SQLException {
        Map<String, String> info = new HashMap<>();
        connection.getClientInfo().forEach((name, value) -> info.put(name.toString(), value.toString()));
        return info;
    }

    /** Returns how the session reads texts. */
    static Syntax syntax(Connection connection, Dialect dialect) throws SQLException {
        int version = connection.getMetaData().getDatabaseMajorVersion();
        if (dialect.name().equals(POSTGRESQL)) {
            return new PostgresSyntax(version);
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@sql_mode, @@lower_case_table_names")) {
            row.next();
            return MysqlSyntax.of(dialect.name().equals("mariadb"), row.getString(1), row.getInt(2));
        }
    }

    /** Returns the schemas in which names without a schema are looked for. */
    static List<String> path(Connection connection, Dialect dialect) throws SQLException {
        if (!dialect.name().equals(POSTGRESQL)) {
            String catalog = connection.getCatalog();
            return catalog == null ? List.of() : List.of(catalog);
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_schemas(false)")) {
            row.next();
            Array schemas = row.getArray(1);
            return List.of((String[]) schemas.getArray());
        }
    }

    /** Undoes what the application has set as its schema or catalog. */
    void restorePath(Connection connection) throws SQLException {
        if (syntax instanceof PostgresSyntax) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("RESET search_path");
            }
        } else if (!path.isEmpty()) {
            connection.setCatalog(path.get(0));
        }
    }
}
