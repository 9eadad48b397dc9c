package dev.movex.doublewrite;

import dev.movex.core.row.RowKey;
import dev.movex.doublewrite.InsertExecution.Counted;
import dev.movex.doublewrite.sql.Dml;
import dev.movex.doublewrite.sql.KeySource.Inserted;
import dev.movex.doublewrite.sql.KeySource.Returned;
import java.sql.BatchUpdateException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
        Noted noted = execution.noted();
        List<List<RowKey>> keys = new ArrayList<>();
        boolean repeats = true;
        for (Params each : elements) {
            repeats &= noted.repeats(each);
            Optional<List<RowKey>> known = dml.source() instanceof Inserted inserted
                    ? new InsertExecution(statement, unit, dml, noted).plainKeys(inserted, each)
                    : noted.knownKeys(each);
            if (known.isEmpty() || !dml.cascades().isEmpty()) {
                return unknown(sql, dml, execution, elements);
            }
            keys.add(known.get());
        }
        try {
            long[] counts = plain(elements);
            note(noted, elements, keys, repeats, counts);
            return counts;
        } catch (BatchUpdateException e) {
            note(noted, elements, keys, repeats, e.getLargeUpdateCounts());
            throw e;
        }
    }

    private long[] unknown(String sql, Dml dml, DmlExecution execution, List<Params> elements) throws SQLException {
        if (dml.source() instanceof Inserted inserted) {
            return inserted(sql, dml, inserted, execution.noted(), elements);
        }
        boolean batches = dml.source() instanceof Returned returned
                && returned.capture().counter() == null
                && dml.cascades().isEmpty();
        return batches
                ? captured(sql, dml, (Returned) dml.source(), execution.noted(), elements)
                : oneByOne(sql, execution, elements);
    }

    private static void note(
            Noted noted, List<Params> elements, List<List<RowKey>> keys, boolean repeats, long @Nullable [] counts) {
        for (int i = 0; counts != null && i < counts.length; i++) {
            long met = counts[i] == Statement.SUCCESS_NO_INFO ? keys.get(i).size() : counts[i];
            noted.note(keys.get(i), elements.get(i), repeats, met, List.of());
        }
    }

    private static long[] oneByOne(String sql, DmlExecution execution, List<Params> elements)
            throws BatchUpdateException {
        long[] counts = new long[elements.size()];
        for (int i = 0; i < counts.length; i++) {
            try {
                counts[i] = execution.element(sql, elements.get(i));
            } catch (SQLException e) {
                long[] done = Arrays.copyOf(counts, i);
                throw new BatchUpdateException(e.getMessage(), e.getSQLState(), e.getErrorCode(), done, e);
            }
        }
        return counts;
    }

    // ---- inserts whose keys are said by values and counters

    private long[] inserted(String sql, Dml dml, Inserted source, Noted noted, List<Params> elements)
            throws SQLException {
        InsertExecution insert = new InsertExecution(statement, unit, dml, noted);
        KeyQueries queries = new KeyQueries(unit);
        List<Set<RowKey>> before = new ArrayList<>();
        for (Params each : elements) {
            before.add(queries.keys(source.before(), each, dml.table().key().size()));
        }
        PreparedStatement physical = unit.physical().prepareStatement(sql, Statement.RETURN_GENERATED_KEYS);
        statement.driver().capturing(unit.lease(), physical);
        long[] counts;
        try {
            counts = execute(physical, elements);
        } catch (BatchUpdateException e) {
            unit.doom();
            throw e;
        }
        boolean done = false;
        try {
            List<Long> ids = InsertExecution.ids(physical);
            Counted all = new Counted(ids, (long) elements.size() * dml.known().size());
            boolean told = ids.size() == elements.size() && source.simple();
            for (int i = 0; i < counts.length; i++) {
                Params each = elements.get(i);
                long count = counts[i] == Statement.SUCCESS_NO_INFO ? 1 : counts[i];
                insert.note(source, before.get(i), each, count, told ? new Counted(List.of(ids.get(i)), 1) : all);
            }
            if (wish.wanted()) {
                statement.accept(Outcome.ofCount(-1).withKeys(physical.getGeneratedKeys()));
            }
            done = true;
            return counts;
        } finally {
            if (!done) {
                unit.doom();
            }
        }
    }

    // ---- keys that the statement returns

    private long[] captured(String sql, Dml dml, Returned source, Noted noted, List<Params> elements)
            throws SQLException {
        KeyQueries queries = new KeyQueries(unit);
        for (Params each : elements) {
            Set<RowKey> old =
                    queries.keys(source.before(), each, dml.table().key().size());
            noted.note(List.copyOf(old), each, false, old.size(), List.of());
        }
        PreparedStatement physical = unit.physical()
                .prepareStatement(source.capture().sql(sql, wish.list()), Statement.RETURN_GENERATED_KEYS);
        statement.driver().capturing(unit.lease(), physical);
        long[] counts = execute(physical, elements);
        boolean done = false;
        try {
            noteRows(source, noted, elements, counts, rows(physical));
            done = true;
            return counts;
        } finally {
            if (!done) {
                unit.doom();
            }
        }
    }

    private void noteRows(Returned source, Noted noted, List<Params> elements, long[] counts, ResultSet rows)
            throws SQLException {
        int hidden = source.capture().columns().size();
        List<List<@Nullable String>> all =
                KeyQueries.texts(rows, rows.getMetaData().getColumnCount() - hidden + 1, hidden);
        int from = 0;
        for (int i = 0; i < counts.length; i++) {
            int to = Math.min(all.size(), from + (int) Math.max(0, counts[i]));
            List<List<@Nullable String>> mine = all.subList(from, to);
            Params params = elements.get(i);
            noted.note(noted.keys(mine), params, noted.repeats(params), mine.size(), mine);
            from = to;
        }
        if (wish.wanted()) {
            rows.beforeFirst();
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
