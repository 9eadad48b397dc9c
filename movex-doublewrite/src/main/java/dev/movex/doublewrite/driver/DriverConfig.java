package dev.movex.doublewrite.driver;

import dev.movex.core.plan.PlanOptions;
import dev.movex.doublewrite.Ack;
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
 * @param tables which tables are moved, and how
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
        PlanOptions tables,
        Endpoint source,
        Endpoint target) {

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
