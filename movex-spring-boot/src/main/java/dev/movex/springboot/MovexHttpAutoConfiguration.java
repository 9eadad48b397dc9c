package dev.movex.springboot;

import dev.movex.scheduler.Migration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.ConfigurationCondition.ConfigurationPhase;
import org.springframework.web.servlet.function.RouterFunction;

/**
 * Mounts the routes of the {@link Migration} bean under {@code movex.http.prefix}, and those of all migrations under
 * {@code movex.http.api-prefix}. They change where an application's data is written: unless told otherwise, callers on
 * this machine alone are answered.
 */
@AutoConfiguration(afterName = "dev.movex.springboot.embed.MovexAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(RouterFunction.class)
@Conditional(MovexHttpAutoConfiguration.SomethingToSteer.class)
@ConditionalOnBooleanProperty(name = "movex.http.enabled", matchIfMissing = true)
@EnableConfigurationProperties(MovexHttpProperties.class)
public class MovexHttpAutoConfiguration {
    /** There is a migration, or a registry of them. */
    static final class SomethingToSteer extends AnyNestedCondition {
        SomethingToSteer() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnBean(Migration.class)
        static final class One {}

        @ConditionalOnBean(MigrationRegistry.class)
        static final class Many {}
    }

    @Bean
    @ConditionalOnMissingBean
    MigrationRegistry movexMigrations(ObjectProvider<Migration> migrations) {
        return MigrationRegistry.of(migrations.stream().toList());
    }

    @Bean
    @ConditionalOnMissingBean
    RouteAccess movexRouteAccess(MovexHttpProperties properties) {
        return properties.routeAccess();
    }

    @Bean
    EventFeeds movexEventFeeds() {
        return new EventFeeds(EventFeed.Limits.usual());
    }

    @Bean
    MovexRoutes movexRoutes(
            MigrationRegistry migrations,
            MovexHttpProperties properties,
            ObjectProvider<MeterRegistry> meters,
            ObjectProvider<ObservationRegistry> observations,
            RouteAccess access) {
        Answerer answerer = new Answerer(
                new ResultCounter(meters.getIfAvailable()),
                access,
                new RateLimit(properties.callsPerSecond()),
                observations.getIfAvailable(() -> ObservationRegistry.NOOP),
                Answerer.Form.ENVELOPE);
        return new MovexRoutes(properties.prefix(), true, Routes.of(new OnlyMigration(migrations)), answerer);
    }

    @Bean
    MovexRoutes movexApiRoutes(
            MigrationRegistry migrations,
            MovexHttpProperties properties,
            ObjectProvider<MeterRegistry> meters,
            ObjectProvider<ObservationRegistry> observations,
            RouteAccess access,
            EventFeeds feeds) {
        List<Route> routes = new ArrayList<>(V1.routes(migrations, feeds, new Idempotency(Clock.systemUTC())));
        Map<String, Object> document = OpenApi.document(
                new OpenApi.Mounted(properties.apiPrefix(), routes),
                new OpenApi.Mounted(properties.prefix(), Routes.of(new OnlyMigration(migrations))));
        routes.add(Route.get("/openapi.json", RouteDoc.NONE, call -> Reply.ok("", document)));
        Answerer answerer = new Answerer(
                new ResultCounter(meters.getIfAvailable()),
                access,
                new RateLimit(properties.callsPerSecond()),
                observations.getIfAvailable(() -> ObservationRegistry.NOOP),
                Answerer.Form.PLAIN);
        return new MovexRoutes(properties.apiPrefix(), false, routes, answerer);
    }
}
