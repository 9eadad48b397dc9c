package dev.movex.springboot.embed;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Shows migrations to actuator: the endpoint {@code movex}, and health. */
@AutoConfiguration(after = MovexAutoConfiguration.class)
@ConditionalOnBean(MovexRuntime.class)
public class MovexActuatorAutoConfiguration {
    /** Health, where it is on the class path. It belongs in readiness at most: a restart mends no database. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(HealthIndicator.class)
    static class OfHealth {
        @Bean
        @ConditionalOnEnabledHealthIndicator("movex")
        MovexHealthIndicator movexHealthIndicator(MovexRuntime runtime) {
            return new MovexHealthIndicator(runtime);
        }
    }

    /** The endpoint, where actuator is on the class path. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
    static class OfEndpoint {
        @Bean
        @ConditionalOnAvailableEndpoint(endpoint = MovexEndpoint.class)
        MovexEndpoint movexEndpoint(MovexRuntime runtime) {
            return new MovexEndpoint(runtime);
        }
    }
}
