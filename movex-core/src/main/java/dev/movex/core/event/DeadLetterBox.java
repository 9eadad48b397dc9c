package dev.movex.core.event;

import dev.movex.core.row.DirtyKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps the rows that repair gave up on, each once, until they are settled. Thread-safe.
 *
 * <p>A letter leaves when a later event of its row is repaired or found equal, never because it was tried again.
 */
public final class DeadLetterBox implements DeadLetters {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Clock clock;
    private final Map<DirtyKey, Letter> letters = new LinkedHashMap<>();

    public DeadLetterBox(Clock clock) {
        this.clock = clock;
    }

    /**
     * An event that could not be repaired.
     *
     * @param event the latest event of the row
     * @param reason why the last repair of it failed
     * @param times how often repair has given up on the row
     * @param since when it gave up first
     */
    public record Letter(InconsistentEvent event, String reason, int times, Instant since) {
        /** Returns the letter as it is written down; has no values of rows but those of the key. */
        public String toJson() {
            return JSON.writeValueAsString(
                    Map.of("event", event.toJson(), "reason", reason, "times", times, "since", since.toString()));
        }

        /** Reads what {@link #toJson} has written. */
        public static Letter ofJson(String json) {
            JsonNode fields = JSON.readTree(json);
            return new Letter(
                    InconsistentEvent.ofJson(fields.required("event").stringValue()),
                    fields.required("reason").stringValue(),
                    fields.required("times").intValue(),
                    Instant.parse(fields.required("since").stringValue()));
        }

        /** Returns the name under which a row's letter is written down: keys may be longer than a name. */
        public static String recordName(DirtyKey key) {
            return EventRecords.name(key);
        }
    }

    @Override
    public void bury(InconsistentEvent event, String reason) {
        keep(event, reason);
    }

    /** As {@link #bury}; returns what is kept of the row now. */
    public synchronized Letter keep(InconsistentEvent event, String reason) {
        Letter before = letters.get(event.dirtyKey());
        Letter letter = before == null
                ? new Letter(event, reason, 1, clock.instant())
                : new Letter(event, reason, before.times() + 1, before.since());
        letters.put(event.dirtyKey(), letter);
        return letter;
    }

    @Override
    public synchronized void settled(Collection<DirtyKey> keys) {
        keys.forEach(this::settled);
    }

    /** As the other method, for a row that was repaired without an event. Returns whether there was a letter of it. */
    public synchronized boolean settled(DirtyKey key) {
        return letters.remove(key) != null;
    }

    /** Returns the letters, the oldest first. */
    public synchronized List<Letter> letters() {
        return List.copyOf(letters.values());
    }

    /** Returns how many rows there are. */
    public synchronized int size() {
        return letters.size();
    }

    /** Takes these letters in place of those that are there: of another process, or none after a clean validation. */
    public synchronized void replace(List<Letter> others) {
        letters.clear();
        others.stream()
                .sorted(Comparator.comparing(Letter::since))
                .forEach(letter -> letters.put(letter.event().dirtyKey(), letter));
    }

    /**
     * Publishes the events of all letters again; each leaves when its row is settled.
     *
     * @return how many were published
     * @throws EventNotTakenException if one could not be; those before it are on their way
     */
    public int retry(EventPublisher publisher) throws InterruptedException {
        List<Letter> again = letters();
        for (Letter letter : again) {
            publisher.publish(letter.event());
        }
        return again.size();
    }
}
