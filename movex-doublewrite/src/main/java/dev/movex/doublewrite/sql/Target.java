package dev.movex.doublewrite.sql;

import dev.movex.core.plan.PlannedTable;
import dev.movex.doublewrite.sql.TokenReader.TableRef;
import org.jspecify.annotations.Nullable;

/**
 * What a statement writes.
 *
 * @param table the table
 * @param ref its name in the text
 * @param alias its alias as it stands in the text; null if it has none
 * @param start the index of the verb
 * @param with whether the statement begins with WITH
 */
record Target(PlannedTable table, TableRef ref, @Nullable String alias, int start, boolean with) {

    String qualifier() {
        return alias == null ? ref.text() : alias;
    }
}
