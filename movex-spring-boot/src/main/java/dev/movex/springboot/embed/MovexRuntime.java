package dev.movex.springboot.embed;

import dev.movex.core.MovexException;
import dev.movex.scheduler.Migration;
import dev.movex.springboot.MigrationRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * The migrations of an application: opens each with the first connection, or at the latest when everything else is there,
 * and closes them before their pools. Thread-safe.
 */
public final class MovexRuntime implements MigrationRegistry, SmartLifecycle {
    private final MovexProperties properties;
    private final ConfigurableListableBeanFactory beans;
    private final ObjectProvider<MeterRegistry> meters;
    private final ApplicationEventPublisher events;
    private final Map<String, WrappedDataSource> wrapped = new ConcurrentHashMap<>();
    private final Map<String, OpenMigration> open = new ConcurrentHashMap<>();
    private @Nullable EventWatch watch;
    private volatile boolean running;

    MovexRuntime(
            MovexProperties properties,
            ConfigurableListableBeanFactory beans,
            ObjectProvider<MeterRegistry> meters,
            ApplicationEventPublisher events) {
        this.properties = properties;
        this.beans = beans;
        this.meters = meters;
        this.events = events;
    }

    boolean wraps(String bean) {
        return properties.dataSources().containsKey(bean);
    }

    DataSource wrap(String bean, DataSource plain) {
        WrappedDataSource made = new WrappedDataSource(plain, () -> opened(bean).dataSource());
        wrapped.put(bean, made);
        // the migration ends before the pool that it works on
        beans.registerDependentBean(bean, MovexAutoConfiguration.RUNTIME);
        return made;
    }

    private synchronized OpenMigration opened(String bean) {
        OpenMigration found = open.get(bean);
        if (found != null) {
            return found;
        }
        MovexProperties.Wrapped how = properties.dataSources().get(bean);
        WrappedDataSource source = wrapped.get(bean);
        if (how == null || source == null) {
            throw new MovexException(
                    "NOT_WRAPPED", "The data source " + bean + " is not wrapped.", "Ask for the bean first.");
        }
        String migration = String.valueOf(how.migration());
        OpenMigration made = OpenMigration.open(
                how,
                new OpenMigration.Ends(source.plain(), target(how.target())),
                meters.getIfAvailable(),
                event -> events.publishEvent(new InconsistencyConfirmed(migration, event)));
        open.put(bean, made);
        return made;
    }

    private @Nullable DataSource target(MovexProperties.Target target) {
        String name = target.bean();
        if (name == null) {
            return null;
        }
        DataSource bean = beans.getBean(name, DataSource.class);
        return bean instanceof WrappedDataSource other ? other.plain() : bean;
    }

    /** Opens what nobody has asked a connection of. */
    @Override
    public void start() {
        PropertiesCheck.check(properties, List.of(beans.getBeanNamesForType(DataSource.class, true, false)));
        for (String bean : properties.dataSources().keySet()) {
            beans.getBean(bean, DataSource.class);
            opened(bean);
        }
        watch = new EventWatch(this, events);
        running = true;
    }

    @Override
    public void stop() {
        EventWatch watching = watch;
        if (watching != null) {
            watching.close();
        }
        open.values().forEach(OpenMigration::close);
        open.clear();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Begins after everything but the web server, and ends before it all. */
    @Override
    public int getPhase() {
        return 0;
    }

    Collection<OpenMigration> migrations() {
        return open.values();
    }

    @Override
    public List<Migration> all() {
        return open.values().stream()
                .map(OpenMigration::migration)
                .sorted(Comparator.comparing(Migration::name))
                .toList();
    }
}
