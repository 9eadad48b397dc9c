package dev.movex.core.row;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The image of a row.
 *
 * @param key its key
 * @param values the canonical text of each planned column in plan order; null is SQL NULL
 */
public record Row(RowKey key, List<@Nullable String> values) {
    public Row {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    /** Shows the key alone: values of rows belong in no log. */
    @Override
    public String toString() {
        return "Row[" + key + "]";
    }
}
