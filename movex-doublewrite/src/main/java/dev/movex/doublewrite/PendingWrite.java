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
 * @param steady whether a row that is not there now was not there before
 * @param replay the statement to repeat on the secondary; null if the rows go as images
 */
record PendingWrite(
        PlannedTable table, List<RowKey> keys, boolean adds, boolean steady, SecondaryWrite.@Nullable Repeated replay) {

    PendingWrite(PlannedTable table, List<RowKey> keys, boolean adds, SecondaryWrite.@Nullable Repeated replay) {
        this(table, keys, adds, false, replay);
    }
}
