package dev.movex.core.event;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.RowKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Says that the two sides differ in a row, confirmed under locks. Carries the row's key and never its values, so that it
 * may be late, doubled or out of order.
 *
 * @param direction the base at that time: {@code SRC} is repaired by the source, {@code DST} by the target
 * @param type how they differ
 * @param table the plan's name of the table
 * @param key the row's key
 * @param epoch the epoch under which it was seen
 * @param run the id of the validation run
 * @param seenAt when it was confirmed
 * @param columns the names of the columns that differ; empty unless both sides have the row
 */
public record InconsistentEvent(
        Side direction,
        InconsistencyType type,
        String table,
        RowKey key,
        long epoch,
        String run,
        Instant seenAt,
        List<String> columns) {
    private static final JsonMapper JSON = JsonMapper.shared();

    public InconsistentEvent {
        columns = List.copyOf(columns);
    }

    /** Returns the key as the one number that it is, or null if it is something else. */
    public @Nullable Long id() {
        if (key.values().size() != 1) {
            return null;
        }
        try {
            return Long.valueOf(key.values().get(0));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Returns the identity of the row. */
    public DirtyKey dirtyKey() {
        return new DirtyKey(table, key);
    }

    /** Returns the wire form; whoever knows only {@code id}, {@code direction} and {@code type} can read it. */
    public String toJson() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", id());
        fields.put("direction", direction.name());
        fields.put("type", type.wire());
        fields.put("table", table);
        fields.put("key", key.values());
        fields.put("epoch", epoch);
        fields.put("run", run);
        fields.put("seen_at", seenAt.toString());
        fields.put("columns", columns);
        return JSON.writeValueAsString(fields);
    }

    /**
     * Reads the wire form; fields that are not known are ignored.
     *
     * @throws MovexException with code {@code EVENT_UNREADABLE} if it is not an event that names table and key
     */
    public static InconsistentEvent ofJson(String json) {
        try {
            JsonNode fields = JSON.readTree(json);
            return new InconsistentEvent(
                    Side.valueOf(fields.required("direction").stringValue()),
                    InconsistencyType.ofWire(fields.required("type").stringValue()),
                    fields.required("table").stringValue(),
                    new RowKey(strings(fields.required("key"))),
                    fields.path("epoch").asLong(0),
                    fields.path("run").asString(""),
                    Instant.parse(fields.path("seen_at").asString(Instant.EPOCH.toString())),
                    strings(fields.path("columns")));
        } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException e) {
            throw new MovexException(
                    "EVENT_UNREADABLE",
                    "A message is not an inconsistency event with direction, type, table and key.",
                    "Look for another producer on the topic.",
                    e);
        }
    }

    private static List<String> strings(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }
}
