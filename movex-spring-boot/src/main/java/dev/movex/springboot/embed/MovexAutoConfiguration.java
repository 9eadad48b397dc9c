package dev.movex.springboot.embed;

import com.zaxxer.hikari.HikariDataSource;
import dev.movex.doublewrite.MovexDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import liquibase.integration.spring.SpringLiquibase;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * Puts Movex under the data sources that {@code movex.data-sources} names, and under no other. With {@code
 * movex.enabled=false}, or if none is named, nothing of it is there.
 */
@AutoConfiguration(
        beforeName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
            "org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration"
        })
@ConditionalOnClass({MovexDataSource.class, HikariDataSource.class})
@ConditionalOnBooleanProperty(name = "movex.enabled", matchIfMissing = true)
@Conditional(NamedDataSources.class)
@EnableConfigurationProperties(MovexProperties.class)
@ImportRuntimeHints(MovexRuntimeHints.class)
public class MovexAutoConfiguration {
    static final String RUNTIME = "movexRuntime";

    @Bean(RUNTIME)
    static MovexRuntime movexRuntime(
            MovexProperties properties,
            ConfigurableListableBeanFactory beans,
            ObjectProvider<MeterRegistry> meters,
            ApplicationEventPublisher events) {
        return new MovexRuntime(properties, beans, meters, events);
    }

    @Bean
    static WrapPostProcessor movexWrapPostProcessor(ObjectProvider<MovexRuntime> runtime) {
        return new WrapPostProcessor(runtime);
    }

    /** Flyway changes tables, which can't be mirrored: it stays on the plain pool. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(FlywayConfigurationCustomizer.class)
    static class OfFlyway {
        @Bean
        static FlywayConfigurationCustomizer movexFlywayCustomizer() {
            return flyway -> {
                if (flyway.getDataSource() instanceof WrappedDataSource wrapped) {
                    flyway.dataSource(wrapped.plain());
                }
            };
        }
    }

    /** As {@link OfFlyway}. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(SpringLiquibase.class)
    static class OfLiquibase {
        @Bean
        static LiquibasePostProcessor movexLiquibasePostProcessor() {
            return new LiquibasePostProcessor();
        }
    }
}
