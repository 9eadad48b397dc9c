package dev.movex.core.copy;

import dev.movex.core.row.RowKey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * How far a table's copy has come: everything up to a key is committed on the other side.
 *
 * @param after the parts of that key; null before the first chunk and after the last one
 * @param complete whether the last chunk is committed
 * @param rows the rows added so far
 * @param chunks the chunks copied so far
 */
record CopyCursor(@Nullable List<String> after, boolean complete, long rows, long chunks) {
    private static final JsonMapper JSON = JsonMapper.shared();

    static final CopyCursor START = new CopyCursor(null, false, 0, 0);

    @Nullable RowKey key() {
        return after == null ? null : new RowKey(after);
    }

    CopyCursor plus(Chunk chunk) {
        RowKey upTo = chunk.range().upTo();
        return new CopyCursor(upTo == null ? null : upTo.values(), upTo == null, rows + chunk.rows(), chunks + 1);
    }

    String toJson() {
        return JSON.writeValueAsString(this);
    }

    static CopyCursor ofJson(String json) {
        return JSON.readValue(json, CopyCursor.class);
    }
}
