package dev.movex.core.access;

import dev.movex.core.row.RowKey;

/**
 * A row that the scan by update time met.
 *
 * @param updateTime the update time in canonical text
 * @param key the row's key
 */
public record ChangedKey(String updateTime, RowKey key) {}
