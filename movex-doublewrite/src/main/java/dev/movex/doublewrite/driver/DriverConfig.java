package dev.movex.doublewrite.driver;

import dev.movex.core.plan.TableMapping;
import dev.movex.doublewrite.Ack;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a file behind a {@code jdbc:movex:} URL says.
 *
 * @param migration the name of the migration, under which the data source can be found
 * @param member the name of this process
 * @param ack what the caller of a commit waits for
 * @param strict whether a failure of the secondary fails the transaction
 * @param several whether several processes share the migration
 * @param hikari whether connections are pooled
 * @param include globs of tables to move; empty for all
 * @param exclude globs of tables to leave out
 * @param mappings how tables become those of the target, where they do not stay as they are
 * @param source the database that the application uses today
 * @param target the database that its tables move to
 */
record DriverConfig(
        String migration,
        String member,
        Ack ack,
        boolean strict,
        boolean several,
        boolean hikari,
        List<String> include,
        List<String> exclude,
        List<TableMapping> mappings,
        Endpoint source,
        Endpoint target) {
    DriverConfig {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        mappings = List.copyOf(mappings);
    }

    /**
     * A database.
     *
     * @param url its JDBC URL, without secrets
     * @param user who connects
     * @param password gives the secret of the moment
     * @param poolSize how many connections at most
     */
    record Endpoint(String url, String user, Supplier<String> password, int poolSize) {
        /** Shows no secret. */
        @Override
        public String toString() {
            return url + " as " + user;
        }
    }
}
