package dev.movex.springboot.embed;

import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Puts Movex in the place of the data sources that were named. */
final class WrapPostProcessor implements BeanPostProcessor {
    private final ObjectProvider<MovexRuntime> runtime;

    WrapPostProcessor(ObjectProvider<MovexRuntime> runtime) {
        this.runtime = runtime;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof DataSource plain && !(bean instanceof WrappedDataSource)) {
            MovexRuntime wrapping = runtime.getObject();
            return wrapping.wraps(name) ? wrapping.wrap(name, plain) : bean;
        }
        return bean;
    }
}
