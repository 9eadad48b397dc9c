package dev.movex.doublewrite.driver;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.movex.core.access.RenewedDataSource;
import javax.sql.DataSource;

/** Makes the data source of one database. */
final class Pools {
    private Pools() {}

    static boolean hikariIsThere() {
        try {
            Class.forName("com.zaxxer.hikari.HikariDataSource", false, Pools.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** @param name what the pool is called in logs and metrics */
    static DataSource open(DriverConfig.Endpoint endpoint, boolean hikari, String name) {
        RenewedDataSource plain = new RenewedDataSource(endpoint.url(), endpoint.user(), endpoint.password());
        return hikari ? OfHikari.open(plain, endpoint.poolSize(), name) : plain;
    }

    /** Closes what {@link #open} made. */
    static void close(DataSource pool) {
        if (!(pool instanceof RenewedDataSource)) {
            OfHikari.close(pool);
        }
    }

    /** Loaded only if Hikari is there. */
    private static final class OfHikari {
        static DataSource open(DataSource plain, int size, String name) {
            HikariConfig config = new HikariConfig();
            config.setPoolName(name);
            config.setDataSource(plain);
            config.setMaximumPoolSize(size);
            // a database that is away is told of by the first connection, with its own words
            config.setInitializationFailTimeout(-1);
            return new HikariDataSource(config);
        }

        static void close(DataSource pool) {
            if (pool instanceof HikariDataSource hikari) {
                hikari.close();
            }
        }
    }
}
