package dev.movex.scheduler;

import dev.movex.core.event.DeadLetterBox;
import dev.movex.core.event.DeadLetterBox.Letter;
import dev.movex.core.event.DeadLetters;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.row.DirtyKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rows that repair gave up on, durably: a process that takes over has them too. What could not be written, since the
 * database is gone, is written with the next change. Thread-safe.
 */
final class DeadLetterBook implements DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterBook.class);
    private static final String KIND = "dead";

    private final Records records;
    private final DeadLetterBox box = new DeadLetterBox(Clock.systemUTC());
    /** What is to be written, by the name of the record; an empty body is a record to delete. */
    private final Map<String, String> unsaved = new LinkedHashMap<>();

    DeadLetterBook(Records records) {
        this.records = records;
    }

    /** Reads what processes before this one have left. */
    synchronized void load() throws SQLException {
        save();
        List<Letter> letters = new ArrayList<>();
        for (String body : records.read(KIND).values()) {
            letters.add(letter(body));
        }
        box.replace(letters);
    }

    @Override
    public synchronized void bury(InconsistentEvent event, String reason) {
        Letter letter = box.keep(event, reason);
        unsaved.put(name(event.dirtyKey()), body(letter));
        saveIfPossible();
    }

    /** Most rows that are settled have never been here. */
    @Override
    public synchronized void settled(Collection<DirtyKey> keys) {
        for (DirtyKey key : keys) {
            if (box.settled(key)) {
                unsaved.put(name(key), "");
            }
        }
        if (!unsaved.isEmpty()) {
            saveIfPossible();
        }
    }

    synchronized void clear() {
        if (box.size() > 0) {
            box.letters().forEach(letter -> unsaved.put(name(letter.event().dirtyKey()), ""));
            box.replace(List.of());
            saveIfPossible();
        }
    }

    List<Letter> letters() {
        return box.letters();
    }

    int size() {
        return box.size();
    }

    private void saveIfPossible() {
        try {
            save();
        } catch (SQLException e) {
            LOG.warn("could not keep {} dead letters for now (SQLState {})", unsaved.size(), e.getSQLState());
        }
    }

    private void save() throws SQLException {
        for (Map.Entry<String, String> one : List.copyOf(unsaved.entrySet())) {
            if (one.getValue().isEmpty()) {
                records.deleteOne(KIND, one.getKey());
            } else {
                records.put(KIND, one.getKey(), one.getValue());
            }
            unsaved.remove(one.getKey());
        }
    }

    private static String body(Letter letter) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("event", letter.event().toJson());
        body.put("reason", letter.reason());
        body.put("times", letter.times());
        body.put("since", letter.since().toString());
        return JsonMapper.shared().writeValueAsString(body);
    }

    private static Letter letter(String body) {
        JsonNode read = JsonMapper.shared().readTree(body);
        return new Letter(
                InconsistentEvent.ofJson(read.get("event").asString()),
                read.get("reason").asString(),
                read.get("times").asInt(),
                Instant.parse(read.get("since").asString()));
    }

    /** Keys may be longer than names of records. */
    private static String name(DirtyKey key) {
        String text = JsonMapper.shared()
                .writeValueAsString(List.of(key.table(), key.key().values()));
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
