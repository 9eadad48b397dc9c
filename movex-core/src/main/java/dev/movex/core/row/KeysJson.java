package dev.movex.core.row;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The wire form of dirty keys in journal rows: {@code {"schema.table":[["1"],["2"]]}}, each key a list of canonical
 * texts.
 */
public final class KeysJson {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, List<List<String>>>> SHAPE = new TypeReference<>() {};

    private KeysJson() {}

    /**
     * Returns the keys as JSON, grouped by table in the order of first appearance. Written by hand, since every
     * transaction of the application comes by here.
     */
    public static String write(Collection<DirtyKey> keys) {
        Map<String, Set<List<String>>> byTable = new LinkedHashMap<>();
        for (DirtyKey key : keys) {
            byTable.computeIfAbsent(key.table(), t -> new LinkedHashSet<>())
                    .add(key.key().values());
        }
        StringBuilder json = new StringBuilder(64);
        char before = '{';
        for (Map.Entry<String, Set<List<String>>> table : byTable.entrySet()) {
            append(json.append(before), table.getKey()).append(':');
            append(json, table.getValue());
            before = ',';
        }
        return (byTable.isEmpty() ? json.append('{') : json).append('}').toString();
    }

    private static void append(StringBuilder json, Set<List<String>> keys) {
        char beforeKey = '[';
        for (List<String> key : keys) {
            json.append(beforeKey);
            char before = '[';
            for (String part : key) {
                append(json.append(before), part);
                before = ',';
            }
            json.append(']');
            beforeKey = ',';
        }
        json.append(']');
    }

    /** Appends a text in quotes. */
    private static StringBuilder append(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                // escaped, so that half a pair does not get lost on its way into the database
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"');
    }

    /** Returns the keys that {@link #write} wrote. */
    public static List<DirtyKey> read(String json) {
        List<DirtyKey> keys = new ArrayList<>();
        JSON.readValue(json, SHAPE)
                .forEach((table, list) -> list.forEach(values -> keys.add(new DirtyKey(table, new RowKey(values)))));
        return keys;
    }
}
