package dev.movex.doublewrite;

import dev.movex.core.row.RowKey;
import dev.movex.doublewrite.sql.Dml;
import java.sql.BatchUpdateException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.rowset.CachedRowSet;
import javax.sql.rowset.RowSetProvider;
import org.jspecify.annotations.Nullable;

/** Runs the batch of a prepared statement on the primary. What is noted is what the primary accepted. Used once. */
final class PreparedBatch {
    private final PreparedBehaviour statement;
    private final Unit unit;
    private final Wish wish;

    PreparedBatch(PreparedBehaviour statement, Unit unit, Wish wish) {
        this.statement = statement;
        this.unit = unit;
        this.wish = wish;
    }

    /** Runs it as it is. */
    long[] plain(List<Params> elements) throws SQLException {
        PreparedStatement physical = (PreparedStatement) statement.driver().on(unit.lease());
        long[] counts = execute(physical, elements);
        if (wish.wanted()) {
            statement.accept(Outcome.ofCount(-1).withKeys(physical.getGeneratedKeys()));
        }
        return counts;
    }

    private static long[] execute(PreparedStatement physical, List<Params> elements) throws SQLException {
        physical.clearBatch();
        for (Params each : elements) {
            each.bind(physical);
            physical.addBatch();
        }
        int[] counts = physical.executeBatch();
        long[] large = new long[counts.length];
        for (int i = 0; i < counts.length; i++) {
            large[i] = counts[i];
        }
        return large;
    }

    /** Runs it and notes what the secondary needs. */
    long[] mirrored(String sql, Dml dml, List<Params> elements) throws SQLException {
        DmlExecution execution = new DmlExecution(statement, unit, dml);
        List<List<RowKey>> keys = new ArrayList<>();
        boolean repeats = true;
        for (Params each : elements) {
            repeats &= execution.repeats(each);
            each.spool();
            Optional<List<RowKey>> known = execution.knownKeys(each);
            if (known.isEmpty()) {
                return captured(sql, dml, execution, elements);
            }
            keys.add(known.get());
        }
        try {
            long[] counts = plain(elements);
            note(execution, elements, keys, repeats, counts);
            return counts;
        } catch (BatchUpdateException e) {
            note(execution, elements, keys, repeats, e.getLargeUpdateCounts());
            throw e;
        }
    }

    private static void note(
            DmlExecution execution,
            List<Params> elements,
            List<List<RowKey>> keys,
            boolean repeats,
            long @Nullable [] counts) {
        for (int i = 0; counts != null && i < counts.length; i++) {
            long met = counts[i] == Statement.SUCCESS_NO_INFO ? keys.get(i).size() : counts[i];
            execution.note(keys.get(i), elements.get(i), repeats, met, List.of());
        }
    }

    private long[] captured(String sql, Dml dml, DmlExecution execution, List<Params> elements) throws SQLException {
        for (Params each : elements) {
            List<RowKey> old = execution.oldKeys(each);
            execution.note(old, each, false, old.size(), List.of());
        }
        PreparedStatement physical =
                unit.physical().prepareStatement(dml.capture().sql(sql, wish.list()), Statement.RETURN_GENERATED_KEYS);
        statement.driver().capturing(unit.lease(), physical);
        long[] counts = execute(physical, elements);
        boolean noted = false;
        try {
            note(execution, elements, counts, rows(physical), dml);
            noted = true;
            return counts;
        } finally {
            if (!noted) {
                unit.doom();
            }
        }
    }

    private void note(DmlExecution execution, List<Params> elements, long[] counts, ResultSet rows, Dml dml)
            throws SQLException {
        List<List<@Nullable String>> all = execution.captured(rows);
        int from = 0;
        for (int i = 0; i < counts.length; i++) {
            int to = Math.min(all.size(), from + (int) Math.max(0, counts[i]));
            List<List<@Nullable String>> mine = all.subList(from, to);
            Params params = elements.get(i);
            execution.note(execution.keys(mine), params, execution.repeats(params), mine.size(), mine);
            from = to;
        }
        if (wish.wanted()) {
            rows.beforeFirst();
            int hidden = dml.capture().columns().size();
            statement.accept(new Outcome(null, -1, rows, hidden, false));
        }
    }

    /** The rows are read twice if the application wants them too; the driver's can be read once. */
    private ResultSet rows(PreparedStatement physical) throws SQLException {
        ResultSet rows = physical.getGeneratedKeys();
        if (!wish.wanted()) {
            return rows;
        }
        CachedRowSet copy = RowSetProvider.newFactory().createCachedRowSet();
        copy.populate(rows);
        return copy;
    }
}
