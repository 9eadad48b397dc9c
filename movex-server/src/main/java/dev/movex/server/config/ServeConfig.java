package dev.movex.server.config;

import dev.movex.core.plan.PlanOptions;
import dev.movex.kafka.KafkaSettings;
import dev.movex.scheduler.Settings;
import dev.movex.server.ServerOptions;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a server is started with. Immutable.
 *
 * @param server how it listens and whom it answers
 * @param migrations what it steers
 * @param events how confirmed inconsistencies come to their repair; empty for inside the process
 */
public record ServeConfig(ServerOptions server, List<MigrationSetup> migrations, Optional<Events> events) {
    public ServeConfig {
        migrations = List.copyOf(migrations);
    }

    /**
     * Events over a broker.
     *
     * @param kafka the broker
     * @param repairers how many workers of each migration repair in this process
     */
    public record Events(KafkaSettings kafka, int repairers) {}

    /**
     * A migration.
     *
     * @param name its name
     * @param source the database that the application used before
     * @param target the database that its tables move to
     * @param tables which tables are moved, and what they become
     * @param settings its limits
     * @param changeLog what change logs are read for
     */
    public record MigrationSetup(
            String name,
            Endpoint source,
            Endpoint target,
            PlanOptions tables,
            Settings settings,
            ChangeLogUse changeLog) {}

    /** What change logs are read for. */
    public enum ChangeLogUse {
        /** They are not read. */
        NONE,
        /** The base's names rows that were written past the double writers, for the incremental validation. */
        VALIDATE,
        /** The base's stands in for double writers. */
        FOLLOW
    }

    /**
     * A database.
     *
     * @param url its JDBC URL, without secrets
     * @param user who connects
     * @param password gives the secret of the moment
     * @param poolSize how many connections at most
     */
    public record Endpoint(String url, String user, Supplier<String> password, int poolSize) {
        /** Shows no secret. */
        @Override
        public String toString() {
            return url + " as " + user;
        }
    }
}
