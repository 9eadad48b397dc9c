package dev.movex.core.event;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.event.DeadLetterBox.Letter;
import dev.movex.core.row.DirtyKey;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Keeps the rows that repair gave up on among the control data, where every process sees them: those who repair and the
 * one whose gates ask. As in {@link DeadLetterBox} each row has one letter, until it is settled. Thread-safe.
 */
public final class DeadLetterRecords implements DeadLetters {
    private static final String KIND = "dead";

    private final EventRecords records;
    private final Clock clock;

    /** @param home the side whose control data keep the letters */
    public DeadLetterRecords(String migration, Databases databases, Side home, Clock clock) {
        this.records = new EventRecords(migration, databases, home, KIND);
        this.clock = clock;
    }

    @Override
    public void bury(InconsistentEvent event, String reason) {
        String name = EventRecords.name(event.dirtyKey());
        try {
            String before = records.all().get(name);
            Letter letter = before == null
                    ? new Letter(event, reason, 1, clock.instant())
                    : new Letter(
                            event,
                            reason,
                            Letter.ofJson(before).times() + 1,
                            Letter.ofJson(before).since());
            SortedMap<String, String> body = new TreeMap<>();
            body.put(name, letter.toJson());
            records.put(body);
        } catch (SQLException e) {
            throw notKept(e);
        }
    }

    /** Looks before it deletes: most rows have no letter. */
    @Override
    public void settled(Collection<DirtyKey> keys) {
        try {
            Set<String> names = keys.stream().map(EventRecords::name).collect(Collectors.toSet());
            names.retainAll(records.all().keySet());
            if (!names.isEmpty()) {
                records.delete(names);
            }
        } catch (SQLException e) {
            throw notKept(e);
        }
    }

    /** Returns the letters, the oldest first. */
    public List<Letter> letters() throws SQLException {
        List<Letter> letters = new ArrayList<>();
        records.all().values().forEach(body -> letters.add(Letter.ofJson(body)));
        letters.sort(Comparator.comparing(Letter::since));
        return letters;
    }

    /** Returns how many rows there are. */
    public long size() throws SQLException {
        return records.count();
    }

    /** Forgets all letters, after a validation that found nothing. */
    public void clear() throws SQLException {
        records.deleteAll();
    }

    private static EventNotTakenException notKept(SQLException cause) {
        return new EventNotTakenException(
                "The dead letters among the control data could not be written (SQLState " + cause.getSQLState() + ").",
                cause);
    }
}
