package dev.movex.core.preflight;

import dev.movex.core.Side;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.dialect.ServerProbe;
import dev.movex.core.dialect.ServerTraits;
import dev.movex.core.plan.PlanDraft;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.Problem;
import dev.movex.core.plan.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads the plan and looks in depth at what it will run on: privileges on each table, settings that differ between the
 * servers, room for connections and rows, poolers in between, and what the drivers in use do to hostile values. Leaves
 * nothing behind. Asks a few statements per table, so it is made before a migration and not while it runs.
 */
public final class FullPreflight {
    private FullPreflight() {}

    /**
     * Reads and looks.
     *
     * @param src the source, on a connection as the application's: its driver, its URL
     * @param dst the target, likewise
     */
    public static PlanDraft read(
            String migration, DatabaseView src, DatabaseView dst, PlanOptions options, Expected expected)
            throws SQLException {
        PlanDraft draft = PlanReader.read(migration, src, dst, options);
        List<Problem> problems = new ArrayList<>(draft.problems());
        for (Side side : Side.values()) {
            DatabaseView view = side == Side.SRC ? src : dst;
            ServerProbe probe = view.dialect().probe();
            List<Table> tables = tables(draft, side);
            problems.addAll(probe.checkSession(view.connection(), side));
            problems.addAll(probe.checkPrivileges(view.connection(), side, tables));
            problems.addAll(Room.connections(view, side, expected));
        }
        problems.addAll(RoundTrip.check(src, dst));
        ServerTraits source = src.dialect().probe().traits(src.connection());
        ServerTraits target = dst.dialect().probe().traits(dst.connection());
        problems.addAll(new TraitsComparison(source, target).problems(draft));
        problems.addAll(Room.packets(src, tables(draft, Side.SRC), source, target));
        problems.addAll(Room.disk(src, tables(draft, Side.SRC)));
        problems.addAll(ZeroDateCounts.problems(src, draft));
        return new PlanDraft(
                draft.plan(),
                problems.stream()
                        .distinct()
                        .sorted(Comparator.comparing(Problem::severity))
                        .toList());
    }

    private static List<Table> tables(PlanDraft draft, Side side) {
        return draft.plan().tables().stream()
                .map((PlannedTable table) -> table.on(side))
                .distinct()
                .toList();
    }
}
