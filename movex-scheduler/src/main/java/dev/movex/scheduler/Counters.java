package dev.movex.scheduler;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import java.sql.SQLException;
import java.util.Optional;

/** Brings the counters (identities, sequences) of one side above those of the other. */
final class Counters {
    private final Plan plan;
    private final Databases databases;
    private final long headroom;

    Counters(Plan plan, Databases databases, long headroom) {
        this.plan = plan;
        this.databases = databases;
        this.headroom = headroom;
    }

    /** Raises every counter of the given side. Raising twice does no harm: a counter is never lowered. */
    void raise(Side side) throws SQLException {
        for (PlannedTable table : plan.tables()) {
            for (Column column : table.on(side.other()).columns()) {
                if (column.counted()) {
                    raise(side, table, column);
                }
            }
        }
    }

    private void raise(Side side, PlannedTable table, Column column) throws SQLException {
        Optional<Long> given = Transactions.in(
                databases,
                side.other(),
                c -> databases.dialect(side.other()).readCounter(c, table.on(side.other()), column));
        Optional<Column> raised = table.on(side).find(column.name());
        if (given.isPresent() && raised.isPresent()) {
            Transactions.in(databases, side, c -> {
                databases.dialect(side).raiseCounter(c, table.on(side), raised.get(), given.get() + headroom);
                return true;
            });
        }
    }
}
