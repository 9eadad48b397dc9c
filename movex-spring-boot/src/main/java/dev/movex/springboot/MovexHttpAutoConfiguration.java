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
    Answerers movexAnswerers(
            MovexHttpProperties properties,
            ObjectProvider<MeterRegistry> meters,
            ObjectProvider<ObservationRegistry> observations,
            RouteAccess access) {
        return form -> new Answerer(
                new ResultCounter(meters.getIfAvailable()),
                access,
                new RateLimit(properties.callsPerSecond()),
                observations.getIfAvailable(() -> ObservationRegistry.NOOP),
                form);
    }

    /** Makes those who answer. */
    @FunctionalInterface
    interface Answerers {
        Answerer of(Answerer.Form form);
    }

    @Bean
    MovexRoutes movexRoutes(MigrationRegistry migrations, MovexHttpProperties properties, Answerers answerers) {
        return new MovexRoutes(
                properties.prefix(),
                true,
                Routes.of(new OnlyMigration(migrations)),
                answerers.of(Answerer.Form.ENVELOPE));
    }

    @Bean
    @ConditionalOnBean(MetricsPage.class)
    MovexRoutes movexMetricsRoutes(MetricsPage page, Answerers answerers) {
        return new MovexRoutes("", false, List.of(Routes.metrics(page)), answerers.of(Answerer.Form.PLAIN));
    }

    @Bean
    MovexRoutes movexApiRoutes(
            MigrationRegistry migrations,
            MovexHttpProperties properties,
            ObjectProvider<MetricsPage> page,
            EventFeeds feeds,
            Answerers answerers) {
        List<Route> routes = new ArrayList<>(V1.routes(migrations, feeds, new Idempotency(Clock.systemUTC())));
        Map<String, Object> document = OpenApi.document(
                List.of(
                        new OpenApi.Mounted(properties.apiPrefix(), List.copyOf(routes)),
                        new OpenApi.Mounted(
                                "", page.stream().map(Routes::metrics).toList())),
                new OpenApi.Mounted(properties.prefix(), Routes.of(new OnlyMigration(migrations))));
        routes.add(Route.get("/openapi.json", RouteDoc.NONE, call -> Reply.ok("", document)));
        return new MovexRoutes(properties.apiPrefix(), false, routes, answerers.of(Answerer.Form.PLAIN));
    }
}
