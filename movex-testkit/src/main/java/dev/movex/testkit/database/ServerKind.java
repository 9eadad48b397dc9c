package dev.movex.testkit.database;

import java.util.Locale;
import java.util.Optional;

/** The kinds of database server that the test kit starts. */
public enum ServerKind {
    /** PostgreSQL, from binaries on the class path. */
    POSTGRESQL("PostgreSQL"),
    /** MariaDB, from binaries on the class path. */
    MARIADB("MariaDB"),
    /** MySQL, from an unpacked server that {@code tools/fetch-mysql} has put into a cache folder. */
    MYSQL("MySQL");

    private final String label;

    ServerKind(String label) {
        this.label = label;
    }

    /** Returns why no server of this kind can be started on this machine; empty if one can. */
    public Optional<String> unavailable() {
        return switch (this) {
            case POSTGRESQL -> Optional.empty();
            case MARIADB -> MariaDbBinaries.unavailable();
            case MYSQL -> MySqlBinaries.unavailable();
        };
    }

    /** Returns the name as its makers write it. */
    @Override
    public String toString() {
        return label;
    }

    String folder() {
        return label.toLowerCase(Locale.ROOT);
    }
}
