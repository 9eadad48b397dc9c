package dev.movex.scheduler;

import dev.movex.core.access.Databases;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.validate.KeyQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a migration is opened with.
 *
 * @param plan the tables
 * @param options how the plan was read, so that preflight can be repeated
 * @param databases connections for Movex's own work, apart from the application's
 * @param settings the limits
 * @param eventListener hears of every inconsistency before it is repaired; must not block
 * @param writtenKeys takes the keys that dual writers of this process have placed on both sides, for the incremental
 *     validation
 * @param gates gates that other modules add to the scheduler's own
 * @param changeLog the databases' change logs, and what they are read for; null if nobody reads them
 * @param events how inconsistencies come to their repair; null for a queue inside the process
 */
public record MigrationConfig(
        Plan plan,
        PlanOptions options,
        Databases databases,
        Settings settings,
        Consumer<InconsistentEvent> eventListener,
        KeyQueue writtenKeys,
        List<MoveGate> gates,
        @Nullable LogRoute changeLog,
        @Nullable EventRoute events) {
    private static final int KEYS = 100_000;

    public MigrationConfig {
        gates = List.copyOf(gates);
    }

    /** Creates a configuration with the scheduler's own gates alone. */
    public MigrationConfig(
            Plan plan,
            PlanOptions options,
            Databases databases,
            Settings settings,
            Consumer<InconsistentEvent> eventListener,
            KeyQueue writtenKeys) {
        this(plan, options, databases, settings, eventListener, writtenKeys, List.of(), null, null);
    }

    /** Creates the configuration of a migration that nobody listens to. */
    public MigrationConfig(Plan plan, PlanOptions options, Databases databases, Settings settings) {
        this(plan, options, databases, settings, event -> {}, new KeyQueue(KEYS));
    }

    /** Returns the configuration with a listener. */
    public MigrationConfig withEventListener(Consumer<InconsistentEvent> listener) {
        return new MigrationConfig(plan, options, databases, settings, listener, writtenKeys, gates, changeLog, events);
    }

    /** Returns the configuration with one more gate. */
    public MigrationConfig withGate(MoveGate gate) {
        List<MoveGate> more = new ArrayList<>(gates);
        more.add(gate);
        return new MigrationConfig(
                plan, options, databases, settings, eventListener, writtenKeys, more, changeLog, events);
    }

    /** Returns the configuration with another way to the repair. */
    public MigrationConfig withEvents(EventRoute route) {
        return new MigrationConfig(
                plan, options, databases, settings, eventListener, writtenKeys, gates, changeLog, route);
    }

    /** Returns the configuration with somebody who reads change logs. */
    public MigrationConfig withChangeLog(LogRoute logs) {
        return new MigrationConfig(plan, options, databases, settings, eventListener, writtenKeys, gates, logs, events);
    }
}
