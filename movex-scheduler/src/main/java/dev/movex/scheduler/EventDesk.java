package dev.movex.scheduler;

import dev.movex.core.event.DeadLetterBox.Letter;
import dev.movex.core.event.DeadLetters;
import dev.movex.core.event.EventPublisher;
import dev.movex.core.event.InProcessQueue;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.row.DirtyKey;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where confirmed inconsistencies arrive: each is written to the log, shown to the listener, and queued for repair. Keys
 * that repair gave up on are kept here until they are settled or a full validation is clean. Thread-safe.
 */
final class EventDesk implements EventPublisher, DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(EventDesk.class);
    private static final int QUEUED = 10_000;

    private final Records records;
    private final Tally tally;
    private final Consumer<InconsistentEvent> listener;
    private final InProcessQueue queue = new InProcessQueue(QUEUED, Duration.ofSeconds(10));
    private final DeadLetterBook dead;

    EventDesk(Records records, Tally tally, Consumer<InconsistentEvent> listener) {
        this.records = records;
        this.tally = tally;
        this.listener = listener;
        this.dead = new DeadLetterBook(records);
    }

    @Override
    public void publish(InconsistentEvent event) throws InterruptedException {
        queue.publish(event);
        tally.discrepancies.incrementAndGet();
        tally.events.incrementAndGet();
        listener.accept(event);
        note("inconsistency", event.toJson());
    }

    @Override
    public void bury(InconsistentEvent event, String reason) {
        LOG.warn("repair gave up on {}: {}", event.dirtyKey(), reason);
        dead.bury(event, reason);
        tally.deadLetters.incrementAndGet();
        note("dead_letter", withReason(event, reason));
    }

    private static String withReason(InconsistentEvent event, String reason) {
        JsonNode body = JsonMapper.shared().readTree(event.toJson());
        return ((ObjectNode) body).put("reason", reason).toString();
    }

    @Override
    public void settled(InconsistentEvent event) {
        tally.repairedRow(event.table());
        dead.settled(event.dirtyKey());
    }

    /** Reads what processes before this one gave up on. */
    void loadDead() throws SQLException {
        dead.load();
    }

    void settled(DirtyKey key) {
        dead.settled(key);
    }

    List<Letter> letters() {
        return dead.letters();
    }

    /** Queues the events of all dead letters again; they are no new discrepancies. */
    int retryDead() throws InterruptedException {
        return dead.retry(queue);
    }

    private void note(String kind, String body) {
        try {
            records.append(kind, body);
        } catch (SQLException e) {
            LOG.warn("could not log a {} (SQLState {})", kind, e.getSQLState());
        }
    }

    InProcessQueue queue() {
        return queue;
    }

    long dead() {
        return dead.size();
    }

    void forgetDead() {
        dead.clear();
    }
}
