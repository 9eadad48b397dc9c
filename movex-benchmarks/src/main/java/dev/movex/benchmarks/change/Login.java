package dev.movex.benchmarks.change;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.movex.testkit.database.Database;

/**
 * How a process gets at a database. Travels over the line alone, never in arguments.
 *
 * @param url its JDBC URL
 * @param user who connects
 * @param password the secret
 */
record Login(
        @JsonProperty("url") String url,
        @JsonProperty("user") String user,
        @JsonProperty("password") String password) {
    private static final int POOL = 12;
    private static final int CONNECT_MILLIS = 5_000;

    static Login of(Database database) {
        boolean postgres = database.url().startsWith("jdbc:postgresql:");
        String url = postgres ? database.url() : database.urlWith("allowMultiQueries=true");
        return new Login(url, database.username(), database.password());
    }

    /** Opens a pool that does not mind if the database is away. */
    HikariDataSource pool(String name) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(POOL);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    @Override
    public String toString() {
        return url + " as " + user;
    }
}
