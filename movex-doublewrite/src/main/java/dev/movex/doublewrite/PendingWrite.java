package dev.movex.doublewrite;

import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.RowKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a statement of the application did to a planned table.
 *
 * @param table the table
 * @param keys the keys that it touched
 * @param adds whether these rows were new, or some of them need not exist
 * @param replay the statement to repeat on the secondary; null if the rows go as images
 */
record PendingWrite(PlannedTable table, List<RowKey> keys, boolean adds, SecondaryWrite.@Nullable Repeated replay) {}
