package dev.movex.springboot.embed;

import dev.movex.scheduler.Migration;
import dev.movex.scheduler.MigrationStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** The actuator endpoint {@code movex}: what goes on, without a way to change it. */
@Endpoint(id = "movex")
public final class MovexEndpoint {
    private final MovexRuntime runtime;

    MovexEndpoint(MovexRuntime runtime) {
        this.runtime = runtime;
    }

    /** Returns for each migration its state, epoch, activity, and what holds it. */
    @ReadOperation
    public Map<String, Object> migrations() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Migration migration : runtime.all()) {
            Map<String, @Nullable Object> told = new LinkedHashMap<>();
            told.put("state", migration.state().wire());
            told.put("epoch", migration.epoch());
            told.put("activity", migration.activity());
            told.put("hold", migration.hold());
            told.put("tables", migration.progress());
            all.put(migration.name(), told);
        }
        return all;
    }

    /** Returns all that is known of a migration; null, which is answered as 404, if there is none of the name. */
    @ReadOperation
    public @Nullable MigrationStatus migration(@Selector String name) {
        return runtime.find(name).map(Migration::status).orElse(null);
    }
}
