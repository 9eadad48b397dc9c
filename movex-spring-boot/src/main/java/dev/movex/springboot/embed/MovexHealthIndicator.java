package dev.movex.springboot.embed;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Down if the side that answers the application does not answer. The other one being away is told and is no reason to be
 * down: transactions go on and leave their keys in the journal, unless the data source is strict.
 */
final class MovexHealthIndicator extends AbstractHealthIndicator {
    private final MovexRuntime runtime;

    MovexHealthIndicator(MovexRuntime runtime) {
        super("the migrations could not be looked at");
        this.runtime = runtime;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.up();
        for (OpenMigration open : runtime.migrations()) {
            Pattern pattern = open.migration().state().pattern();
            Map<String, String> sides = open.migration().health();
            boolean up = ok(sides, pattern.primary())
                    && (!pattern.dual() || !open.strict() || ok(sides, pattern.secondary()));
            if (!up) {
                builder.down();
            }
            Map<String, Object> told = new LinkedHashMap<>(sides);
            told.put("state", open.migration().state().wire());
            told.put("primary", pattern.primary().name().toLowerCase(Locale.ROOT));
            told.put("breaker_open", open.dataSource().members().breakerOpen());
            builder.withDetail(open.migration().name(), told);
        }
    }

    private static boolean ok(Map<String, String> sides, Side side) {
        return "ok".equals(sides.get(side.name().toLowerCase(Locale.ROOT)));
    }
}
