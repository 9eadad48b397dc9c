package dev.movex.doublewrite;

import dev.movex.doublewrite.sql.PostgresSyntax;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What the application has set on its connection, kept while no physical connection is attached and set again on the
 * next one. Belongs to one session; not thread-safe.
 */
final class SessionSettings {
    @Nullable Integer isolation;

    @Nullable Boolean readOnly;

    @Nullable String schema;

    @Nullable String catalog;

    @Nullable Integer holdability;

    @Nullable Integer networkTimeout;

    @Nullable Executor networkExecutor;

    private Map<String, String> clientInfo = Map.of();

    void clientInfo(String name, String value) {
        if (clientInfo.isEmpty()) {
            clientInfo = new LinkedHashMap<>();
        }
        clientInfo.put(name, value);
    }

    void applyTo(Connection connection) throws SQLException {
        if (readOnly != null) {
            connection.setReadOnly(readOnly);
        }
        if (isolation != null) {
            connection.setTransactionIsolation(isolation);
        }
        if (catalog != null) {
            connection.setCatalog(catalog);
        }
        if (schema != null) {
            connection.setSchema(schema);
        }
        if (holdability != null) {
            connection.setHoldability(holdability);
        }
        if (networkTimeout != null) {
            connection.setNetworkTimeout(networkExecutor, networkTimeout);
        }
        for (Map.Entry<String, String> info : clientInfo.entrySet()) {
            connection.setClientInfo(info.getKey(), info.getValue());
        }
    }

    /** Puts a connection back to how its pool gave it out, as far as pools do not do it themselves. */
    void undoOn(Connection connection, SessionDefaults defaults) throws SQLException {
        if (connection.getAutoCommit() != defaults.autoCommit()) {
            connection.setAutoCommit(defaults.autoCommit());
        }
        if (schema != null || (catalog != null && !(defaults.syntax() instanceof PostgresSyntax))) {
            defaults.restorePath(connection);
        }
        if (isolation != null && isolation != defaults.isolation()) {
            connection.setTransactionIsolation(defaults.isolation());
        }
        if (readOnly != null && readOnly) {
            connection.setReadOnly(false);
        }
        if (networkTimeout != null) {
            connection.setNetworkTimeout(networkExecutor, defaults.networkTimeout());
        }
        for (String name : clientInfo.keySet()) {
            connection.setClientInfo(name, defaults.clientInfo().getOrDefault(name, ""));
        }
    }
}
