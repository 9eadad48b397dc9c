package dev.movex.scheduler;

import dev.movex.core.event.DeadLetterBox;
import dev.movex.core.event.DeadLetterBox.Letter;
import dev.movex.core.event.DeadLetters;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.row.DirtyKey;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
            letters.add(Letter.ofJson(body));
        }
        box.replace(letters);
    }

    @Override
    public synchronized void bury(InconsistentEvent event, String reason) {
        Letter letter = box.keep(event, reason);
        unsaved.put(Letter.recordName(event.dirtyKey()), letter.toJson());
        saveIfPossible();
    }

    /** Most rows that are settled have never been here. */
    @Override
    public synchronized void settled(Collection<DirtyKey> keys) {
        for (DirtyKey key : keys) {
            if (box.settled(key)) {
                unsaved.put(Letter.recordName(key), "");
            }
        }
        if (!unsaved.isEmpty()) {
            saveIfPossible();
        }
    }

    synchronized void clear() {
        if (box.size() > 0) {
            box.letters()
                    .forEach(letter ->
                            unsaved.put(Letter.recordName(letter.event().dirtyKey()), ""));
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
}
