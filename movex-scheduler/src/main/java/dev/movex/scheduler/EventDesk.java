package dev.movex.scheduler;

import dev.movex.core.event.DeadLetterBox.Letter;
import dev.movex.core.event.DeadLetters;
import dev.movex.core.event.EventPublisher;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.row.DirtyKey;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where confirmed inconsistencies arrive: they go on the line to their repair, are written to the log, and shown to the
 * listener. Knows the rows that repair gave up on, until a full validation is clean. Thread-safe.
 */
final class EventDesk implements EventPublisher, DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(EventDesk.class);

    private final EventLine line;
    private final Records records;
    private final Tally tally;
    private final Consumer<InconsistentEvent> listener;
    private volatile long deadSeen;

    EventDesk(EventLine line, Records records, Tally tally, Consumer<InconsistentEvent> listener) {
        this.line = line;
        this.records = records;
        this.tally = tally;
        this.listener = listener;
    }

    @Override
    public void publish(InconsistentEvent event) throws InterruptedException {
        publishAll(List.of(event));
    }

    @Override
    public void publishAll(List<InconsistentEvent> events) throws InterruptedException {
        line.publisher().publishAll(events);
        tally.discrepancies.addAndGet(events.size());
        tally.events.addAndGet(events.size());
        events.forEach(listener);
        note("inconsistency", events.stream().map(InconsistentEvent::toJson).toList());
    }

    @Override
    public void bury(InconsistentEvent event, String reason) {
        line.deadLetters().bury(event, reason);
        LOG.warn("repair gave up on {}: {}", event.dirtyKey(), reason);
        tally.deadLetters.incrementAndGet();
        note("dead_letter", List.of(withReason(event, reason)));
    }

    private static String withReason(InconsistentEvent event, String reason) {
        JsonNode body = JsonMapper.shared().readTree(event.toJson());
        return ((ObjectNode) body).put("reason", reason).toString();
    }

    @Override
    public void settled(Collection<DirtyKey> keys) {
        keys.forEach(key -> tally.repairedRow(key.table()));
        line.deadLetters().settled(keys);
    }

    /** As {@link #settled}, for rows that were repaired without an event. */
    void forget(Collection<DirtyKey> keys) {
        line.deadLetters().settled(keys);
    }

    /** Reads what processes before this one gave up on. */
    void loadDead() throws SQLException {
        line.load();
    }

    List<Letter> letters() {
        try {
            return line.letters();
        } catch (SQLException e) {
            LOG.warn("the dead letters could not be read (SQLState {})", e.getSQLState());
            return List.of();
        }
    }

    /** Sends the events of all dead letters again; they are no new discrepancies. */
    int retryDead() throws InterruptedException {
        List<Letter> again = letters();
        line.publisher().publishAll(again.stream().map(Letter::event).toList());
        return again.size();
    }

    private void note(String kind, List<String> bodies) {
        try {
            records.append(kind, bodies);
        } catch (SQLException e) {
            LOG.warn("could not log {} of the kind {} (SQLState {})", bodies.size(), kind, e.getSQLState());
        }
    }

    /** Returns how many events are not repaired yet; -1 if nobody can tell now. */
    long queued() {
        try {
            return line.queued();
        } catch (SQLException e) {
            return -1;
        }
    }

    boolean stuck() {
        return line.stuck();
    }

    /** Returns how many rows repair gave up on, or how many it were when somebody last could tell. */
    long dead() {
        try {
            deadSeen = line.dead();
        } catch (SQLException e) {
            LOG.debug("the dead letters could not be counted", e);
        }
        return deadSeen;
    }

    void forgetDead() throws SQLException {
        line.forgetDead();
    }
}
