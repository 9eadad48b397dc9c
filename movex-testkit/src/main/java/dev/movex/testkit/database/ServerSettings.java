package dev.movex.testkit.database;

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

    ServerSettings with(String name, String value) {
        if (value.indexOf(' ') >= 0 || value.indexOf('\'') >= 0) {
            throw new IllegalArgumentException("a setting without spaces and quotes is needed: " + name);
        }
        Map<String, String> changed = new TreeMap<>(values);
        changed.put(name, value);
        return new ServerSettings(changed);
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
