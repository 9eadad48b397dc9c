package dev.movex.springboot.embed;

import liquibase.integration.spring.SpringLiquibase;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Keeps Liquibase on the plain pool: it changes tables, which can't be mirrored. */
final class LiquibasePostProcessor implements BeanPostProcessor {
    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof SpringLiquibase liquibase
                && liquibase.getDataSource() instanceof WrappedDataSource wrapped) {
            liquibase.setDataSource(wrapped.plain());
        }
        return bean;
    }
}
