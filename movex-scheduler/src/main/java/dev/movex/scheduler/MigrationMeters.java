package dev.movex.scheduler;

import dev.movex.core.MigrationState;
import dev.movex.core.control.MemberInfo;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Shows a migration on a Micrometer registry: where it is, what it has done, what is left to do. A meter that nobody can
 * tell now is not a number.
 */
public final class MigrationMeters {
    private static final String MIGRATION = "migration";
    private static final List<String> ACTIVITIES = List.of("copy", "full", "incr", "auto-migrate", "change");

    private final Migration migration;
    private final MeterRegistry registry;
    private final MeterLook look;

    private MigrationMeters(Migration migration, MeterRegistry registry) {
        this.migration = migration;
        this.registry = registry;
        this.look = new MeterLook(migration);
    }

    /** Registers the meters of a migration, with its name as the tag {@code migration}. */
    public static void register(Migration migration, MeterRegistry registry) {
        MigrationMeters meters = new MigrationMeters(migration, registry);
        meters.place();
        meters.work();
        meters.left();
        meters.log();
    }

    private void place() {
        for (MigrationState state : MigrationState.values()) {
            gauge(
                    "movex.state",
                    "1 for the state that the migration is in, 0 for the others",
                    m -> flag(m.state() == state),
                    "state",
                    state.wire());
        }
        gauge("movex.epoch", "The number of the last change of pattern", Migration::epoch);
        for (String what : ACTIVITIES) {
            gauge(
                    "movex.activity",
                    "1 for what this process does now, 0 for what it does not",
                    m -> flag(m.activity().contains(what)),
                    "activity",
                    what);
        }
        up("source", "src");
        up("target", "dst");
        gauge(
                "movex.members",
                "Application processes that are known",
                m -> number(look.now().members(), List::size));
        gauge(
                "movex.members.gone",
                "Those whose lease is over",
                m -> number(
                        look.now().members(),
                        all -> all.stream().filter(MemberInfo::gone).count()));
    }

    private void up(String side, String name) {
        gauge(
                "movex.side.up",
                "1 if the database answers, 0 if it does not",
                m -> number(look.now().health(), health -> flag(HealthProbe.OK.equals(health.get(name)))),
                "side",
                side);
    }

    private void work() {
        counter("movex.copy.rows", "Rows that the copy has added", MigrationStats::rowsCopied);
        counter("movex.validation.full", "Full validations that have ended", MigrationStats::fullValidationRuns);
        counter(
                "movex.validation.incremental",
                "Incremental windows that have ended",
                MigrationStats::incrValidationRuns);
        counter(
                "movex.inconsistencies",
                "Differences that were confirmed under locks",
                MigrationStats::dataDiscrepancies);
        counter("movex.repaired", "Rows that repair has changed on the secondary", MigrationStats::repaired);
    }

    private void left() {
        gauge(
                "movex.journal.rows",
                "Journal rows that are pending on the primary",
                m -> number(look.now().stats(), stats -> known(stats.journalRows())));
        gauge(
                "movex.journal.age",
                "Seconds that the oldest of them waits",
                m -> number(look.now().stats(), stats -> stats.journalAgeMillis() / 1000.0));
        gauge(
                "movex.events.waiting",
                "Inconsistencies that wait for their repair, wherever it is done",
                m -> number(look.now().waiting(), MigrationMeters::known));
        gauge(
                "movex.events.dead",
                "Rows that repair has given up on and that are not settled",
                m -> number(look.now().dead(), Long::doubleValue));
    }

    private void log() {
        gauge("movex.log.lag", "Seconds that the reader of the base's change log is behind", m -> lag(m.changeLog()));
        FunctionCounter.builder("movex.log.followed", migration, m -> followed(m.changeLog()))
                .description("Keys out of the base's change log whose rows were brought over by this process")
                .tag(MIGRATION, migration.name())
                .register(registry);
    }

    private void gauge(String name, String description, ToDoubleFunction<Migration> value, String... tags) {
        Gauge.builder(name, migration, value)
                .description(description)
                .tag(MIGRATION, migration.name())
                .tags(tags)
                .register(registry);
    }

    private void counter(String name, String description, ToDoubleFunction<MigrationStats> value) {
        FunctionCounter.builder(name, migration, m -> number(look.now().stats(), value))
                .description(description)
                .tag(MIGRATION, migration.name())
                .register(registry);
    }

    private static double flag(boolean value) {
        return value ? 1 : 0;
    }

    private static <T> double number(@Nullable T seen, ToDoubleFunction<T> value) {
        return seen == null ? Double.NaN : value.applyAsDouble(seen);
    }

    /** Those who can't tell a number now tell one that can't be. */
    private static double known(long number) {
        return number < 0 || number == Long.MAX_VALUE ? Double.NaN : number;
    }

    private static double lag(@Nullable ChangeLogStatus log) {
        Double lag = log == null ? null : log.lagSeconds();
        return lag == null ? Double.NaN : lag;
    }

    private static double followed(@Nullable ChangeLogStatus log) {
        return log == null ? 0 : log.followed();
    }
}
