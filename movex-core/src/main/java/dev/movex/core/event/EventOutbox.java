package dev.movex.core.event;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Pauser;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps confirmed inconsistencies among the control data until a transport has taken them: first durable, then published.
 * Whoever publishes waits for the database alone, never for the transport. A thread of its own hands on what is kept, by
 * whichever process it was found, and tries again for as long as the transport takes nothing. A process that dies in
 * between leaves its events to the next one, which may publish some of them again. Of one row the latest event is kept.
 * Thread-safe.
 */
public final class EventOutbox implements EventPublisher, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventOutbox.class);
    private static final String KIND = "event";
    private static final int PAGE = 500;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 1000;
    private static final long CLOSE_MILLIS = 30_000;

    private final EventRecords records;
    private final EventTransport transport;
    private final Pauser pauser;
    private final Semaphore news = new Semaphore(0);
    private final Thread sender;
    private volatile boolean closing;
    private volatile boolean failing;

    /**
     * @param home the side whose control data keep the events
     * @param transport takes them from there; stays the caller's
     */
    public EventOutbox(String migration, Databases databases, Side home, EventTransport transport, Pauser pauser) {
        this.records = new EventRecords(migration, databases, home, KIND);
        this.transport = transport;
        this.pauser = pauser;
        this.sender = new Thread(this::run, "movex-outbox");
        this.sender.setDaemon(true);
    }

    /** Begins to hand on. */
    public void start() {
        sender.start();
    }

    @Override
    public void publish(InconsistentEvent event) {
        publishAll(List.of(event));
    }

    @Override
    public void publishAll(List<InconsistentEvent> events) {
        SortedMap<String, String> bodies = new TreeMap<>();
        events.forEach(event -> bodies.put(EventRecords.name(event.dirtyKey()), event.toJson()));
        try {
            records.put(bodies);
        } catch (SQLException e) {
            throw new EventNotTakenException(
                    "The control data could not be written (SQLState " + e.getSQLState() + ").", e);
        }
        news.release();
    }

    /** Returns how many events wait for the transport. */
    public long pending() throws SQLException {
        return records.count();
    }

    /** Returns whether the last attempt to hand on failed, so that nobody need wait for what is kept. */
    public boolean failing() {
        return failing;
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        try {
            while (!closing) {
                try {
                    handOnAll();
                    noteSuccess();
                    pause = FIRST_PAUSE;
                    news.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                    news.drainPermits();
                } catch (SQLException | RuntimeException e) {
                    noteFailure(e);
                    pauser.pause(pause);
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handOnAll() throws SQLException, InterruptedException {
        String after = "";
        SortedMap<String, String> page;
        do {
            page = records.page(after, PAGE);
            if (page.isEmpty()) {
                return;
            }
            transport.publishAll(
                    page.values().stream().map(InconsistentEvent::ofJson).toList());
            records.deleteUnchanged(page);
            after = page.lastKey();
        } while (page.size() == PAGE && !closing);
    }

    private void noteSuccess() {
        if (failing) {
            failing = false;
            LOG.info("Events are published again.");
        }
    }

    private void noteFailure(Exception error) {
        if (!failing) {
            failing = true;
            LOG.warn("Events wait among the control data until they can be published: {}", error.getMessage());
        }
    }

    /** Ends after the page that is on its way; what is kept stays for the next process. */
    @Override
    public void close() throws InterruptedException {
        closing = true;
        news.release();
        sender.join(CLOSE_MILLIS);
        if (sender.isAlive()) {
            sender.interrupt();
            sender.join(CLOSE_MILLIS);
        }
    }
}
