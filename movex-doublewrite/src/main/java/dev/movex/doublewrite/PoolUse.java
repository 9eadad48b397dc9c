package dev.movex.doublewrite;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * How much of a pool is used.
 *
 * @param active connections that are given out
 * @param idle connections that are not
 * @param waiting threads that wait for one
 */
record PoolUse(int active, int idle, int waiting) {
    /** Asks a pool; nothing for those that don't tell. Never fails. */
    static Optional<PoolUse> of(DataSource pool) {
        try {
            return OfHikari.of(pool);
        } catch (SQLException | RuntimeException | NoClassDefFoundError e) {
            // the class is loaded only if Hikari is there
            return Optional.empty();
        }
    }

    private static final class OfHikari {
        static Optional<PoolUse> of(DataSource pool) throws SQLException {
            boolean wrapped = !(pool instanceof HikariDataSource) && pool.isWrapperFor(HikariDataSource.class);
            HikariDataSource hikari =
                    wrapped ? pool.unwrap(HikariDataSource.class) : pool instanceof HikariDataSource own ? own : null;
            HikariPoolMXBean bean = hikari == null ? null : hikari.getHikariPoolMXBean();
            return bean == null
                    ? Optional.empty()
                    : Optional.of(new PoolUse(
                            bean.getActiveConnections(),
                            bean.getIdleConnections(),
                            bean.getThreadsAwaitingConnection()));
        }
    }
}
