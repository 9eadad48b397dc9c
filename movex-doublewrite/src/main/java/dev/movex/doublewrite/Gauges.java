package dev.movex.doublewrite;

import dev.movex.core.Side;
import dev.movex.doublewrite.sql.StatementClass;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Registers what is not counted but looked at. */
final class Gauges {
    private final Engine engine;
    private final MeterRegistry registry;
    private final String member;

    private Gauges(Engine engine, MeterRegistry registry) {
        this.engine = engine;
        this.registry = registry;
        this.member = engine.config().memberId();
    }

    static void register(Engine engine, MeterRegistry registry) {
        new Gauges(engine, registry).registerAll();
    }

    private void registerAll() {
        gauge(
                "breaker",
                "0 closed, 1 half open, 2 open",
                e -> weight(e.breaker().state()));
        gauge("journal.rows", "Rows of the primary's journal", e -> e.journal().rows());
        gauge(
                "journal.age",
                "Age of the oldest row of the journal in seconds",
                e -> e.journal().ageMillis() / 1000.0);
        gauge("transactions.open", "Open transactions", e -> e.gate().open().size());
        gauge(
                "epoch",
                "The epoch that new transactions begin under",
                e -> e.gate().assignment().epoch());
        for (Side side : Side.values()) {
            pool(side, "active", "Connections of a side's pool that are given out", PoolUse::active);
            pool(side, "idle", "Connections of a side's pool that are not given out", PoolUse::idle);
            pool(side, "waiting", "Threads that wait for a connection of a side's pool", PoolUse::waiting);
        }
        for (StatementClass kind : StatementClass.values()) {
            FunctionCounter.builder(
                            "movex.doublewrite.statements",
                            engine,
                            e -> e.audit().count(kind))
                    .description("Statements that the application has sent, by their class")
                    .tag("member", member)
                    .tag("class", kind.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    private static double weight(BreakerState state) {
        return switch (state) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }

    private void gauge(String name, String description, ToDoubleFunction<Engine> value) {
        Gauge.builder("movex.doublewrite." + name, engine, value)
                .description(description)
                .tag("member", member)
                .register(registry);
    }

    /** A pool that does not tell has no gauges; one that is opened later is not a number until then. */
    private void pool(Side side, String name, String description, ToDoubleFunction<PoolUse> value) {
        Gauge.builder(
                        "movex.doublewrite.pool." + name,
                        engine.side(side),
                        s -> PoolUse.of(s.pool()).map(value::applyAsDouble).orElse(Double.NaN))
                .description(description)
                .tag("member", member)
                .tag("side", side.label())
                .register(registry);
    }
}
