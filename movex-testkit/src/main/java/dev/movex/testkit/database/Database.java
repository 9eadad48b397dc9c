package dev.movex.testkit.database;

import javax.sql.DataSource;

/** One database of one server. Closing it drops the database; the server goes on. */
public record Database(EmbeddedPostgresServer server, String name) implements AutoCloseable {
    /** Creates an empty database on a server. */
    public static Database create(EmbeddedPostgresServer server, String name) {
        server.createDatabase(name);
        return new Database(server, name);
    }

    /** Returns the JDBC URL, without user and password. */
    public String url() {
        return server.jdbcUrl(name);
    }

    /** Returns the user to connect as. */
    public String username() {
        return server.username();
    }

    /** Returns the password to connect with. */
    public String password() {
        return server.password();
    }

    /** Returns an unpooled data source. */
    public DataSource dataSource() {
        return server.dataSource(name);
    }

    /** Returns an unpooled data source that goes through another local port, such as that of a relay. */
    public DataSource dataSource(int throughPort) {
        return server.dataSource(name, throughPort);
    }

    @Override
    public void close() {
        if (server.isRunning()) {
            server.dropDatabase(name);
        }
    }
}
