package dev.movex.core.row;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
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

    /** Returns the keys as JSON, grouped by table in the order of first appearance. */
    public static String write(Collection<DirtyKey> keys) {
        Map<String, Set<List<String>>> byTable = new LinkedHashMap<>();
        for (DirtyKey key : keys) {
            byTable.computeIfAbsent(key.table(), t -> new LinkedHashSet<>())
                    .add(key.key().values());
        }
        return JSON.writeValueAsString(byTable);
    }

    /** Returns the keys that {@link #write} wrote. */
    public static List<DirtyKey> read(String json) {
        List<DirtyKey> keys = new ArrayList<>();
        JSON.readValue(json, SHAPE)
                .forEach((table, list) -> list.forEach(values -> keys.add(new DirtyKey(table, new RowKey(values)))));
        return keys;
    }
}
