package dev.movex.testkit.ledger;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The writes of one transaction until its outcome is known: the last state of each row it wrote. Belongs to one thread.
 */
public final class LedgerTransaction {
    private final Map<TableSpec, Map<String, Entry>> entries = new LinkedHashMap<>();
    private final Map<String, BigDecimal> deltas = new HashMap<>();
    private final List<String> tokens = new ArrayList<>();
    private long writes;

    /** Notes the content that a row has from now on. */
    public void put(Row row) {
        entry(row.table(), row.key(), new Entry(row, row.digest()));
    }

    /** Notes that a row is gone. */
    public void delete(TableSpec table, String key) {
        entry(table, key, new Entry(null, Digest.ABSENT));
    }

    /** Notes that a shared row was added to. */
    public void add(String key, BigDecimal delta) {
        deltas.merge(key, delta, BigDecimal::add);
        writes++;
    }

    /**
     * Announces a statement whose result only the database knows. If its outcome stays unknown, a row with this text in
     * a column of its own is nobody's fault.
     */
    public void announce(String token) {
        tokens.add(token);
    }

    /** Takes the last announcement back, since its statement has answered. */
    public void answered() {
        tokens.clear();
    }

    /** Returns the state that the transaction gave to a row: a row, {@code null} if it was not written. */
    public @Nullable Row row(TableSpec table, String key) {
        Entry entry = entries.getOrDefault(table, Map.of()).get(key);
        return entry == null ? null : entry.row();
    }

    /** Returns whether the transaction deleted a row. */
    public boolean deleted(TableSpec table, String key) {
        Entry entry = entries.getOrDefault(table, Map.of()).get(key);
        return entry != null && entry.row() == null;
    }

    /** Returns the rows that the transaction wrote and did not delete. */
    public List<Row> rows(TableSpec table) {
        List<Row> rows = new ArrayList<>();
        for (Entry entry : entries.getOrDefault(table, Map.of()).values()) {
            if (entry.row() != null) {
                rows.add(entry.row());
            }
        }
        return rows;
    }

    /** Returns a copy, to come back to at the rollback to a savepoint. */
    public LedgerTransaction copy() {
        LedgerTransaction copy = new LedgerTransaction();
        entries.forEach((table, rows) -> copy.entries.put(table, new LinkedHashMap<>(rows)));
        copy.deltas.putAll(deltas);
        copy.tokens.addAll(tokens);
        copy.writes = writes;
        return copy;
    }

    /** Returns whether nothing was noted. */
    public boolean isEmpty() {
        return entries.isEmpty() && deltas.isEmpty() && tokens.isEmpty();
    }

    /** Shows every write: its table, key, and row, which is {@code null} for a delete. */
    public void forEach(WriteVisitor visitor) {
        entries.forEach((table, rows) -> rows.forEach((key, entry) -> visitor.visit(table, key, entry.row())));
    }

    /** Receives the writes of a transaction. */
    @FunctionalInterface
    public interface WriteVisitor {
        /** Is called once for each row that was written. */
        void visit(TableSpec table, String key, @Nullable Row row);
    }

    Map<RowKey, Digest> states() {
        Map<RowKey, Digest> states = new LinkedHashMap<>();
        entries.forEach(
                (table, rows) -> rows.forEach((key, entry) -> states.put(new RowKey(table, key), entry.digest())));
        return states;
    }

    Map<String, BigDecimal> deltas() {
        return deltas;
    }

    List<String> tokens() {
        return tokens;
    }

    long writes() {
        return writes;
    }

    private void entry(TableSpec table, String key, Entry entry) {
        entries.computeIfAbsent(table, unused -> new LinkedHashMap<>()).put(key, entry);
        writes++;
    }

    private record Entry(@Nullable Row row, Digest digest) {}
}
