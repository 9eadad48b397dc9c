package dev.movex.core.validate;

import dev.movex.core.access.TableAccess;
import dev.movex.core.row.RowKey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The place of the scan by update time in one table.
 *
 * @param updateTime the update time of the row that was looked at last, in canonical text
 * @param key the parts of its key; null before the first row
 */
record ScanCursor(String updateTime, @Nullable List<String> key) {
    private static final JsonMapper JSON = JsonMapper.shared();

    TableAccess.Cursor place() {
        return new TableAccess.Cursor(updateTime, key == null ? null : new RowKey(key));
    }

    String toJson() {
        return JSON.writeValueAsString(this);
    }

    static ScanCursor ofJson(String json) {
        return JSON.readValue(json, ScanCursor.class);
    }
}
