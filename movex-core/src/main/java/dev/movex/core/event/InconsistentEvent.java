package dev.movex.core.event;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.RowKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
        return ofJson(json, "");
    }

    /**
     * As {@link #ofJson(String)}, also for producers that know {@code id}, {@code direction} and {@code type} alone: an
     * event without a key has its id for one. Names of fields may be written in capitals.
     *
     * @param usualTable the table of events that name none; empty if there is no such table
     */
    public static InconsistentEvent ofJson(String json, String usualTable) {
        try {
            Map<String, JsonNode> fields = new HashMap<>();
            JSON.readTree(json).forEachEntry((name, value) -> fields.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
            String table = text(fields, "table", usualTable);
            RowKey key = new RowKey(
                    fields.containsKey("key") ? strings(fields.get("key")) : List.of(number(fields.get("id"))));
            if (table.isEmpty() || key.values().isEmpty()) {
                throw new IllegalArgumentException("no row is named");
            }
            JsonNode epoch = fields.get("epoch");
            return new InconsistentEvent(
                    Side.valueOf(text(fields, "direction", "")),
                    InconsistencyType.ofWire(text(fields, "type", "")),
                    table,
                    key,
                    epoch == null ? 0 : epoch.asLong(0),
                    text(fields, "run", ""),
                    Instant.parse(text(fields, "seen_at", Instant.EPOCH.toString())),
                    strings(fields.get("columns")));
        } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException e) {
            throw new MovexException(
                    "EVENT_UNREADABLE",
                    "A message is not an inconsistency event with direction, type, table and key.",
                    "Look for another producer on the topic.",
                    e);
        }
    }

    private static String text(Map<String, JsonNode> fields, String name, String usual) {
        JsonNode value = fields.get(name);
        return value == null || value.isNull() ? usual : value.stringValue();
    }

    private static String number(@Nullable JsonNode id) {
        if (id == null || !id.isIntegralNumber()) {
            throw new IllegalArgumentException("neither a key nor an id");
        }
        return id.asString();
    }

    private static List<String> strings(@Nullable JsonNode array) {
        return array == null
                ? List.of()
                : array.valueStream().map(JsonNode::asString).toList();
    }
}
