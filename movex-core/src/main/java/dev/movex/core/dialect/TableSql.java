package dev.movex.core.dialect;

import dev.movex.core.plan.Column;
import dev.movex.core.row.KeyRange;
import dev.movex.core.row.RowKey;
import java.util.ArrayList;
import java.util.List;

/**
 * The statements that Movex runs on one table of one side. Every parameter and every column of a result is canonical
 * text, so that they are bound by {@code setString} and read by {@code getString}; a key's parts come in the key's
 * order, a row's values in plan order. A range takes what {@link #parameters(KeyRange)} says. A statement neither reads
 * nor changes a row that does not meet the planned table's conditions on the side. Implementations are immutable.
 */
public interface TableSql {

    /**
     * Returns whether equal keys always have the same canonical text, in whatever session it was read. Where they may
     * not, compare keys by what {@link #canonicalKey} yields.
     */
    boolean exactKeys();

    /** Reads the one text that all equal keys share, part by part. Parameters: the key. */
    String canonicalKey();

    /** Returns the canonical text of a column as an expression, where the table goes by the given name. */
    String text(String qualifier, Column column);

    /** Returns a condition that rows with the given keys meet, where the table goes by the given name. */
    String keyCondition(String qualifier, List<RowKey> keys);

    /** Returns the table's name, quoted. */
    String table();

    /** Reads the rows of {@code keys} keys, all planned columns, in key order. Parameters: the keys. */
    String selectByKeys(int keys, RowLock lock);

    /** Reads the keys of the rows of {@code keys} keys that exist. Parameters: the keys. */
    String selectKeys(int keys);

    /**
     * Writes one row whether or not it exists. A row is met by its primary key alone. Columns that take a value at insert
     * alone keep theirs if the row exists; see {@link #upsertWritesAll}. If a row of that key exists which does not meet
     * the planned table's conditions, it stays as it is, and the statement fails or says that it wrote no row. Run in a canonical session or transaction, since
     * other settings read and cut values in other ways. Parameters: the row.
     */
    String upsert();

    /** Returns how many rows {@link #upsert} tells at least if it has written the row; 0 where it fails otherwise. */
    int upsertCounts();

    /** Returns whether {@link #upsert} writes all columns of a row that exists; if not, delete it and insert it anew. */
    boolean upsertWritesAll();

    /** Writes rows, leaving those alone whose key exists. Parameters: as many rows as were named. */
    String insertIfAbsent(int rows);

    /** Deletes one row. Parameters: its key. */
    String deleteByKey();

    /** Returns the parameters of a range: the parts of its bounds, repeated as the statements need them. */
    default List<String> parameters(KeyRange range) {
        List<String> parts = new ArrayList<>();
        if (range.after() != null) {
            parts.addAll(range.after().values());
        }
        if (range.upTo() != null) {
            parts.addAll(range.upTo().values());
        }
        return parts;
    }

    /** Returns the parameters of a place in the order of (update time, key), for {@link #changedSince}. */
    default List<String> parameters(String updateTime, RowKey key) {
        List<String> parts = new ArrayList<>(List.of(updateTime));
        parts.addAll(key.values());
        return parts;
    }

    /** Reads the key that stands {@code offset} rows after the range's lower bound. Parameters: range, offset. */
    String boundary(KeyRange range);

    /** Reads the keys of rows with the given values in the side's given columns. Parameters: a value for each column. */
    String keysByColumns(List<String> columns);

    /** Returns the statements that let the database hash the table's rows. */
    DigestSql digests(RowHash hash);

    /** Reads the range's rows, all planned columns, in key order. Parameters: range. */
    String selectRange(KeyRange range);

    /** Reads one row of the range if there is any. Parameters: range. */
    String anyRow(KeyRange range);

    /** Returns whether a single row may be large. */
    boolean anyLong();

    /** Reads the size in bytes of the range's values that may be large. Parameters: range. */
    String weigh(KeyRange range);

    /** Reads, of the rows of {@code keys} keys, the key and the size in bytes of the values that may be large. Parameters: the keys. */
    String weighKeys(int keys);

    /**
     * Reads the update time (as canonical text) and the key of rows changed after a cursor and before a bound, in the
     * order of (update time, key). Parameters: those of the cursor, the bound, the limit.
     */
    String changedSince();

    /** As {@link #changedSince}, from an update time on, without a key. Parameters: the update time, the bound, the limit. */
    String changedFrom();
}
