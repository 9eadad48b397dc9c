package dev.movex.testkit.database;

import com.mysql.cj.jdbc.MysqlDataSource;
import javax.sql.DataSource;

/** A real MySQL server, from a folder that {@code tools/fetch-mysql} has filled; see {@link ServerKind#unavailable}. */
public final class EmbeddedMySqlServer extends MySqlFamilyServer {
    private EmbeddedMySqlServer(Started started) {
        super(started);
    }

    /** Returns a builder with the settings of a careful production server: nothing acknowledged is lost in a crash. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public ServerKind kind() {
        return ServerKind.MYSQL;
    }

    @Override
    public String jdbcUrl(String database) {
        return jdbcUrl(database, port());
    }

    @Override
    DataSource dataSource(String database, Login login, int throughPort) {
        MysqlDataSource source = new MysqlDataSource();
        source.setUrl(jdbcUrl(database, throughPort));
        source.setUser(login.username());
        source.setPassword(login.password());
        return source;
    }

    private String jdbcUrl(String database, int throughPort) {
        // without a key pair of the server the password travels by its public key, on the loopback interface
        return "jdbc:mysql://" + host() + ":" + throughPort + "/" + database
                + "?sslMode=DISABLED&allowPublicKeyRetrieval=true&allowLoadLocalInfile=true";
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
        public EmbeddedMySqlServer start() {
            return launch(ServerKind.MYSQL, MySqlBinaries::found, settings, EmbeddedMySqlServer::new);
        }
    }
}
