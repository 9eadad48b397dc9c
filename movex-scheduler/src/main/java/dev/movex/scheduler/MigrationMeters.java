package dev.movex.scheduler;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Shows a migration on a Micrometer registry: what waits for its repair, and how far its change log has been read. */
public final class MigrationMeters {
    private static final String TAG = "migration";

    private MigrationMeters() {}

    /** Registers the meters of a migration, with its name as the tag {@code migration}. */
    public static void register(Migration migration, MeterRegistry registry) {
        gauge(
                migration,
                registry,
                "movex.events.waiting",
                "Inconsistencies that wait for their repair, wherever it is done; no number while nobody can tell",
                m -> known(m.waitingEvents()));
        gauge(
                migration,
                registry,
                "movex.events.dead",
                "Rows that repair has given up on and that are not settled",
                m -> m.deadRows());
        gauge(
                migration,
                registry,
                "movex.log.lag",
                "Seconds that the reader of the base's change log is behind; no number while it is not read",
                m -> lag(m.changeLog()));
        FunctionCounter.builder("movex.log.followed", migration, m -> followed(m.changeLog()))
                .description("Keys out of the base's change log whose rows were brought over by this process")
                .tag(TAG, migration.name())
                .register(registry);
    }

    private static void gauge(
            Migration migration,
            MeterRegistry registry,
            String name,
            String description,
            ToDoubleFunction<Migration> value) {
        Gauge.builder(name, migration, value)
                .description(description)
                .tag(TAG, migration.name())
                .register(registry);
    }

    private static double known(long number) {
        return number < 0 ? Double.NaN : number;
    }

    private static double lag(@Nullable ChangeLogStatus log) {
        Double lag = log == null ? null : log.lagSeconds();
        return lag == null ? Double.NaN : lag;
    }

    private static double followed(@Nullable ChangeLogStatus log) {
        return log == null ? 0 : log.followed();
    }
}
