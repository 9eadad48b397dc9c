package dev.movex.core.copy;

import dev.movex.core.row.KeyRange;
import dev.movex.core.row.RowKey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * How far a table's copy has come: everything up to a key is committed on the other side, and so are some ranges ahead of
 * it, whose chunks were faster.
 *
 * @param after the parts of that key; null before the first chunk and after the last one
 * @param complete whether all chunks are committed
 * @param rows the rows added so far
 * @param chunks the chunks copied so far
 * @param ahead the ranges ahead, in key order
 */
record CopyCursor(
        @Nullable List<String> after,
        boolean complete,
        long rows,
        long chunks,
        @Nullable List<Range> ahead) {
    private static final JsonMapper JSON = JsonMapper.shared();

    static final CopyCursor START = new CopyCursor(null, false, 0, 0, List.of());

    /** A range that has a lower bound; the last one has no upper bound. */
    record Range(List<String> after, @Nullable List<String> upTo) {
        static Range of(KeyRange range) {
            RowKey after = range.after();
            RowKey upTo = range.upTo();
            return new Range(after == null ? List.of() : after.values(), upTo == null ? null : upTo.values());
        }

        KeyRange keys() {
            return new KeyRange(new RowKey(after), CopyCursor.key(upTo));
        }
    }

    @Nullable RowKey key() {
        return key(after);
    }

    /** Returns the ranges that are done ahead of the key. */
    List<KeyRange> doneAhead() {
        return ahead == null ? List.of() : ahead.stream().map(Range::keys).toList();
    }

    private static @Nullable RowKey key(@Nullable List<String> parts) {
        return parts == null ? null : new RowKey(parts);
    }

    String toJson() {
        return JSON.writeValueAsString(this);
    }

    static CopyCursor ofJson(String json) {
        return JSON.readValue(json, CopyCursor.class);
    }
}
