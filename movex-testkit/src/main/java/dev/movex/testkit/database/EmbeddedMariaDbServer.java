package dev.movex.testkit.database;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;

/** A real MariaDB server, from binaries on the class path. */
public final class EmbeddedMariaDbServer extends MySqlFamilyServer {
    private EmbeddedMariaDbServer(Started started) {
        super(started);
    }

    /** Returns a builder with the settings of a careful production server: nothing acknowledged is lost in a crash. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public ServerKind kind() {
        return ServerKind.MARIADB;
    }

    @Override
    public String jdbcUrl(String database) {
        return jdbcUrl(database, port());
    }

    @Override
    DataSource dataSource(String database, Login login, int throughPort) {
        try {
            MariaDbDataSource source = new MariaDbDataSource(jdbcUrl(database, throughPort));
            source.setUser(login.username());
            source.setPassword(login.password());
            return source;
        } catch (SQLException e) {
            throw new DatabaseServerException("no data source for " + database + " of " + this, e);
        }
    }

    private String jdbcUrl(String database, int throughPort) {
        return "jdbc:mariadb://" + host() + ":" + throughPort + "/" + database;
    }

    /** The settings of a server to start. */
    public static final class Builder {
        private ServerSettings settings = ServerSettings.mySqlFamily();

        private Builder() {}

        /** Sets whether commits are forced to disk. {@code false} is for tests that never crash the server. */
        public Builder durable(boolean durable) {
            return setting("innodb-flush-log-at-trx-commit", durable ? "1" : "0")
                    .setting("sync-binlog", durable ? "1" : "0");
        }

        /** Sets the server's time zone, by its offset. */
        public Builder timeZone(String offset) {
            return setting("default-time-zone", offset);
        }

        /** Sets any setting of the server, by the name of its option. */
        public Builder setting(String name, String value) {
            settings = settings.with(name, value);
            return this;
        }

        /** Starts the server and waits until it answers. */
        public EmbeddedMariaDbServer start() {
            return launch(ServerKind.MARIADB, MariaDbBinaries::unpacked, settings, EmbeddedMariaDbServer::new);
        }
    }
}
