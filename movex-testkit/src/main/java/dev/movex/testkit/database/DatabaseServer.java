package dev.movex.testkit.database;

import java.util.Optional;
import javax.sql.DataSource;

/**
 * A real database server on a free port of the loopback interface, with a data folder of its own that is deleted on
 * {@link #close}. It may be stopped or crashed and started again on the same port and data. The server never outlives
 * its JVM; if the JVM is halted, the next one that starts a server of the kind ends it.
 *
 * <p>Thread-safe: starting and stopping are serialised, everything else is read-only.
 */
public abstract sealed class DatabaseServer implements AutoCloseable permits EmbeddedPostgresServer, MySqlFamilyServer {
    DatabaseServer() {}

    /** Returns what kind of server it is. */
    public abstract ServerKind kind();

    /** Returns the address that clients and relays connect to. */
    public String host() {
        return "127.0.0.1";
    }

    /** Returns the port, the same before and after a restart. */
    public abstract int port();

    /** Returns the name of the superuser. */
    public abstract String username();

    /** Returns the superuser's password. */
    public abstract String password();

    /** Returns the JDBC URL of a database of this server, without user and password. */
    public abstract String jdbcUrl(String database);

    /** Returns an unpooled data source: each connection is a new session of the superuser. */
    public DataSource dataSource(String database) {
        return dataSource(database, port());
    }

    /** Returns an unpooled data source that goes through another port of this machine, such as that of a relay. */
    public DataSource dataSource(String database, int throughPort) {
        return dataSource(database, new Login(username(), password()), throughPort);
    }

    abstract DataSource dataSource(String database, Login login, int throughPort);

    /** Creates an empty database. */
    public abstract void createDatabase(String name);

    /** Drops a database, ending the sessions that use it; one that does not exist is fine. */
    public abstract void dropDatabase(String name);

    /** Returns whom an application connects as to a database that was created just now. */
    abstract Login createLogin(String database);

    /** Drops what was created for a database, beside itself. */
    abstract void dropLogin(Login login);

    /** Returns whether the server was started, neither stopped nor crashed since, nor ended by somebody else. */
    public abstract boolean isRunning();

    /** Returns the server's process while it runs; one that works in several has started the others. */
    public abstract Optional<ProcessHandle> process();

    /** Ends the server in order. Its data stay for {@link #start}. */
    public abstract void stop();

    /** Ends the server as a crash does: at once, open transactions are lost, {@link #start} recovers from the log. */
    public abstract void crash();

    /** Starts the stopped or crashed server again, on the same port and data. */
    public abstract void start();

    @Override
    public abstract void close();

    @Override
    public String toString() {
        return kind() + " on port " + port();
    }

    /** A user of a server. */
    record Login(String username, String password) {
        @Override
        public String toString() {
            return username;
        }
    }
}
