package dev.movex.springboot;

import dev.movex.scheduler.Migration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The feeds of all migrations; a feed begins with its first listener. Thread-safe. */
final class EventFeeds implements AutoCloseable {
    private final Map<String, EventFeed> feeds = new ConcurrentHashMap<>();
    private final EventFeed.Limits limits;

    EventFeeds(EventFeed.Limits limits) {
        this.limits = limits;
    }

    EventFeed of(Migration migration) {
        return feeds.computeIfAbsent(migration.name(), name -> new EventFeed(migration, limits));
    }

    @Override
    public void close() {
        feeds.values().forEach(EventFeed::close);
        feeds.clear();
    }
}
