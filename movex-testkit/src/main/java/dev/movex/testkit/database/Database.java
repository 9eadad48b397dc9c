package dev.movex.testkit.database;

import dev.movex.testkit.database.DatabaseServer.Login;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/**
 * One database of one server, with the user that an application connects as. Closing it drops the database; the server
 * goes on.
 */
public final class Database implements AutoCloseable {
    private final DatabaseServer server;
    private final String name;
    private final Login login;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Database(DatabaseServer server, String name, Login login, Runnable release) {
        this.server = server;
        this.name = name;
        this.login = login;
        this.release = release;
    }

    /** Creates an empty database on a server. */
    public static Database create(DatabaseServer server, String name) {
        return create(server, name, () -> {});
    }

    /** Creates an empty database on a server that is handed back when the database is closed. */
    static Database create(DatabaseServer server, String name, Runnable release) {
        server.createDatabase(name);
        return new Database(server, name, server.createLogin(name), release);
    }

    /** Returns the server. */
    public DatabaseServer server() {
        return server;
    }

    /** Returns the database's name. */
    public String name() {
        return name;
    }

    /** Returns the JDBC URL, without user and password. */
    public String url() {
        return server.jdbcUrl(name);
    }

    /** Returns the JDBC URL with one more option, such as {@code name=value}, without user and password. */
    public String urlWith(String option) {
        return url() + (url().contains("?") ? '&' : '?') + option;
    }

    /** Returns the user to connect as. */
    public String username() {
        return login.username();
    }

    /** Returns the password to connect with. */
    public String password() {
        return login.password();
    }

    /** Returns an unpooled data source. */
    public DataSource dataSource() {
        return dataSource(server.port());
    }

    /** Returns an unpooled data source that goes through another local port, such as that of a relay. */
    public DataSource dataSource(int throughPort) {
        return server.dataSource(name, login, throughPort);
    }

    /** Closing it again does nothing: a server that was handed back may be somebody else's by now. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            if (server.isRunning()) {
                server.dropDatabase(name);
                server.dropLogin(login);
            }
        } finally {
            release.run();
        }
    }

    @Override
    public String toString() {
        return name + " of " + server;
    }
}
