package dev.movex.springboot;

import dev.movex.scheduler.Migration;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.function.RouterFunction;

/**
 * Mounts the routes of the {@link Migration} bean. Who may call them is the application's to decide: they change where
 * its data is written.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(RouterFunction.class)
@ConditionalOnBean(Migration.class)
@ConditionalOnBooleanProperty(name = "movex.http.enabled", matchIfMissing = true)
@EnableConfigurationProperties(MovexHttpProperties.class)
public class MovexHttpAutoConfiguration {
    @Bean
    MovexRoutes movexRoutes(Migration migration, MovexHttpProperties properties, ObjectProvider<MeterRegistry> meters) {
        Answerer answerer = new Answerer(new ResultCounter(meters.getIfAvailable()));
        return new MovexRoutes(properties.prefix(), Routes.of(migration), answerer);
    }
}
