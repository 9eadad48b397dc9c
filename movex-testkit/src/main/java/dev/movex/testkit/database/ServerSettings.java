package dev.movex.testkit.database;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a server is started with. The port is chosen at the start and stays for the server's life. */
record ServerSettings(Map<String, String> values) {
    ServerSettings {
        values = Map.copyOf(values);
    }

    static ServerSettings standard() {
        return new ServerSettings(Map.of(
                "fsync", "on",
                "synchronous_commit", "on",
                "full_page_writes", "on",
                "max_connections", "200",
                "timezone", "UTC",
                "unix_socket_directories", ""));
    }

    /** Durable, with the binary log in the form that change-log readers need, open to bulk loads, and small. */
    static ServerSettings mySqlFamily() {
        return new ServerSettings(Map.ofEntries(
                Map.entry("innodb-flush-log-at-trx-commit", "1"),
                Map.entry("sync-binlog", "1"),
                Map.entry("log-bin", "binlog"),
                Map.entry("binlog-format", "ROW"),
                Map.entry("log-bin-trust-function-creators", "1"),
                Map.entry("character-set-server", "utf8mb4"),
                Map.entry("default-time-zone", "+00:00"),
                Map.entry("max-connections", "200"),
                Map.entry("local-infile", "1"),
                Map.entry("innodb-buffer-pool-size", "96M")));
    }

    ServerSettings with(String name, String value) {
        if (value.indexOf(' ') >= 0 || value.indexOf('\'') >= 0) {
            throw new IllegalArgumentException("a setting without spaces and quotes is needed: " + name);
        }
        Map<String, String> changed = new TreeMap<>(values);
        changed.put(name, value);
        return new ServerSettings(changed);
    }

    /** Returns the options in the form that servers of the MySQL family take. */
    List<String> options() {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toList();
    }

    /** Returns the options of the server program. */
    String commandLine(int port) {
        StringBuilder line = new StringBuilder("-p ").append(port);
        new TreeMap<>(values)
                .forEach((name, value) ->
                        line.append(" -c ").append(name).append('=').append(value));
        return line.toString();
    }
}
