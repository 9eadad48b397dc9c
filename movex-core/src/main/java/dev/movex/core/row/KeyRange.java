package dev.movex.core.row;

import org.jspecify.annotations.Nullable;

/**
 * A half-open range of keys in key order. Ranges that follow each other share their bound, so that they cover the whole
 * key space without gap or overlap.
 *
 * @param after the greatest key that is not in the range; null for no bound
 * @param upTo the greatest key that is; null for no bound
 */
public record KeyRange(@Nullable RowKey after, @Nullable RowKey upTo) {
    /** The range of all keys. */
    public static final KeyRange ALL = new KeyRange(null, null);
}
