package dev.movex.springboot.embed;

import dev.movex.core.access.Pauser;
import dev.movex.scheduler.Migration;
import dev.movex.scheduler.Transition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/** Publishes what has happened to migrations since the last look. Asks no database. */
final class EventWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventWatch.class);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final MovexRuntime runtime;
    private final ApplicationEventPublisher events;
    private final Map<String, Integer> moves = new HashMap<>();
    private final Map<String, Boolean> breakers = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    EventWatch(MovexRuntime runtime, ApplicationEventPublisher events) {
        this.runtime = runtime;
        this.events = events;
        for (Migration migration : runtime.all()) {
            moves.put(migration.name(), migration.transitions().size());
        }
        this.thread = new Thread(this::run, "movex-application-events");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                Pauser.real().pause(LOOK);
                runtime.migrations().forEach(this::look);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(OpenMigration open) {
        try {
            String name = open.migration().name();
            List<Transition> made = open.migration().transitions();
            int seen = moves.getOrDefault(name, 0);
            moves.put(name, made.size());
            made.subList(Math.min(seen, made.size()), made.size())
                    .forEach(move -> events.publishEvent(new MoveCompleted(name, move)));
            boolean broken = open.dataSource().members().breakerOpen();
            if (broken != breakers.getOrDefault(name, false)) {
                breakers.put(name, broken);
                events.publishEvent(broken ? new BreakerOpened(name) : new BreakerClosed(name));
            }
        } catch (RuntimeException e) {
            LOG.warn("a listener of an event failed", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
