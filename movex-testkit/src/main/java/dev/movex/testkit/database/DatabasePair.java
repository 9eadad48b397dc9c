package dev.movex.testkit.database;

import dev.movex.core.Side;
import javax.sql.DataSource;

/**
 * Two empty databases on two servers: what a migration goes from and to. Closing the pair drops both.
 *
 * @param source the database on the first server
 * @param target the database on the second server
 */
public record DatabasePair(Database source, Database target) implements AutoCloseable {
    /** Creates two empty databases of the given kinds, on the servers that the tests of this JVM share. */
    public static DatabasePair of(ServerKind src, ServerKind dst) {
        Database source = SharedServers.database(src, Side.SRC);
        try {
            return new DatabasePair(source, SharedServers.database(dst, Side.DST));
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /** Returns the database of a side. */
    public Database of(Side side) {
        return side == Side.SRC ? source : target;
    }

    /** Returns an unpooled data source of the source. */
    public DataSource src() {
        return source.dataSource();
    }

    /** Returns an unpooled data source of the target. */
    public DataSource dst() {
        return target.dataSource();
    }

    /** Returns the JDBC URL of the source. */
    public String srcUrl() {
        return source.url();
    }

    /** Returns the JDBC URL of the target. */
    public String dstUrl() {
        return target.url();
    }

    @Override
    public void close() {
        try (source;
                target) {
            // both are dropped, also when the first one fails
        }
    }
}
