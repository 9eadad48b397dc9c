package dev.movex.springboot;

import dev.movex.core.access.Pauser;
import dev.movex.scheduler.Migration;
import dev.movex.scheduler.RunInfo;
import dev.movex.scheduler.TableProgress;
import dev.movex.scheduler.Transition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what changes in a migration: looks at it now and then, which asks no database, and hands what is new to those who
 * listen. Keeps the last events, so that a listener whose line was cut misses nothing. Thread-safe.
 */
final class EventFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);

    private final Migration migration;
    private final Limits limits;
    private final String prefix;
    private final Set<EventStream> streams = new CopyOnWriteArraySet<>();
    private final Deque<Event> kept = new ArrayDeque<>();
    private final Map<String, Object> last = new LinkedHashMap<>();
    private final Thread thread;
    private long count;
    private int moves;
    private volatile boolean closed;

    /**
     * The limits of a feed.
     *
     * @param look how long to rest between two looks
     * @param heartbeat how long a line may be silent
     * @param kept how many events are kept for those who come back
     * @param queue how many events may wait for a slow listener
     * @param listeners how many may listen
     */
    record Limits(Duration look, Duration heartbeat, int kept, int queue, int listeners) {
        static Limits usual() {
            return new Limits(Duration.ofMillis(500), Duration.ofSeconds(15), 1000, 256, 32);
        }
    }

    /** An event, ready to be sent. */
    record Event(String id, String name, String data) {}

    EventFeed(Migration migration, Limits limits) {
        this.migration = migration;
        this.limits = limits;
        this.prefix = Long.toString(migration.now().toEpochMilli(), 36) + "-";
        this.moves = migration.transitions().size();
        look();
        kept.clear();
        this.thread = new Thread(this::run, "movex-events-" + migration.name());
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /**
     * Opens a stream. It begins with what was missed since the given event, or with a snapshot if that is not known.
     *
     * @param lastId the id of the last event that the listener has; empty for none
     */
    synchronized EventStream stream(String lastId) {
        streams.removeIf(EventStream::ended);
        if (streams.size() >= limits.listeners()) {
            throw new RefusedCallException(Reply.refused(
                            503,
                            "TOO_MANY_LISTENERS",
                            "There are " + limits.listeners() + " listeners already.",
                            "Close one, or try again later.")
                    .with("Retry-After", "10"));
        }
        EventStream stream = new EventStream(limits.queue(), limits.heartbeat(), streams::remove);
        List<Event> missed = missedSince(lastId);
        missed.forEach(stream::offer);
        streams.add(stream);
        return stream;
    }

    private List<Event> missedSince(String lastId) {
        List<Event> missed = new ArrayList<>();
        boolean found = lastId.equals(prefix + count);
        for (Event event : kept) {
            if (found) {
                missed.add(event);
            }
            found |= event.id().equals(lastId);
        }
        return found && missed.size() < limits.queue() ? missed : List.of(snapshot());
    }

    private Event snapshot() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("migration", Views.MigrationView.of(migration));
        all.put("tables", migration.progress());
        all.put("runs", migration.runs());
        return new Event(prefix + count, "snapshot", Json.text(all));
    }

    private void run() {
        try {
            while (!closed) {
                Pauser.real().pause(limits.look());
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void look() {
        try {
            List<Transition> made = migration.transitions();
            for (Transition transition : made.subList(Math.min(moves, made.size()), made.size())) {
                publish("move", transition);
            }
            moves = made.size();
            changed("migration", "migration", Views.MigrationView.of(migration));
            for (RunInfo run : migration.runs()) {
                changed("run", "run " + run.id(), run);
            }
            for (TableProgress table : migration.progress()) {
                changed("table", "table " + table.table(), table);
            }
        } catch (RuntimeException e) {
            LOG.debug("the look failed", e);
        }
    }

    private void changed(String name, String key, Object now) {
        if (!Objects.equals(last.put(key, now), now)) {
            publish(name, now);
        }
    }

    private void publish(String name, Object data) {
        count++;
        Event event = new Event(prefix + count, name, Json.text(data));
        kept.addLast(event);
        if (kept.size() > limits.kept()) {
            kept.removeFirst();
        }
        streams.forEach(stream -> stream.offer(event));
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        streams.forEach(EventStream::end);
    }
}
