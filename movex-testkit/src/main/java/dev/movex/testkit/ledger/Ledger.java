package dev.movex.testkit.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What the writers believe: the rows that were loaded before, and for every row written since the content whose commit
 * was acknowledged last. It keeps 128 bits for a row, not its values.
 *
 * <p>A row belongs to one writer at a time, so that its last acknowledged state is exact; shared rows are kept as sums
 * ({@link CounterSpec}). A transaction whose commit ended with an error that leaves the outcome open is kept apart: its
 * rows are {@linkplain #isQuarantined quarantined}, and the oracle asks that all of them are in the state before it or
 * all in the state after it.
 *
 * <p>Thread-safe.
 */
public final class Ledger {
    private final List<TableSpec> tables;
    private final CounterSpec counterSpec;
    private final Baseline baseline;
    private final Map<TableSpec, Map<String, Digest>> written = new ConcurrentHashMap<>();
    private final List<Unknown> unknowns = new ArrayList<>();
    private final Set<RowKey> quarantine = ConcurrentHashMap.newKeySet();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final AtomicLong acknowledgedWrites = new AtomicLong();
    private final Findings contradictions = new Findings();

    private Ledger(List<TableSpec> tables, CounterSpec counterSpec, Baseline baseline) {
        this.tables = List.copyOf(tables);
        this.counterSpec = counterSpec;
        this.baseline = baseline;
        tables.forEach(table -> written.put(table, new ConcurrentHashMap<>()));
    }

    /** Opens a ledger over the rows that the database holds now. Nobody may write until the writers begin. */
    public static Ledger open(DataSource source, List<TableSpec> tables, CounterSpec counters) throws SQLException {
        return new Ledger(tables, counters, Baseline.read(source, tables, counters));
    }

    /** Notes a transaction whose commit was acknowledged. */
    public void acknowledged(LedgerTransaction transaction) {
        transaction.states().forEach((row, digest) -> written(row.table()).put(row.key(), digest));
        transaction.deltas().forEach((key, delta) -> counter(key).add(delta));
        acknowledgedWrites.addAndGet(transaction.writes());
    }

    /** Notes a transaction of which nobody knows whether it was committed. */
    public void unknown(LedgerTransaction transaction) {
        List<Possible> rows = new ArrayList<>();
        transaction.states().forEach((row, after) -> {
            rows.add(new Possible(row, expected(row.table(), row.key()), after));
        });
        transaction.deltas().forEach((key, delta) -> counter(key).addUncertain(delta));
        transaction.tokens().forEach(token -> tokens.add(CopyText.field(token)));
        addUnknown(new Unknown(List.copyOf(rows)));
    }

    /** Writes what was noted since the ledger was opened, for a ledger of another process to {@link #absorb}. */
    public void export(Appendable to) throws IOException {
        new LedgerTransfer(this).export(to);
    }

    /**
     * Adds what the ledger of another process noted. Both must have been opened over the same rows, and the writers of
     * the two processes must have been members with rows of their own.
     */
    public void absorb(BufferedReader from) throws IOException {
        new LedgerTransfer(this).absorb(from);
    }

    /** Notes that a writer read something that its own acknowledged writes rule out. */
    public void contradiction(String finding) {
        contradictions.add(finding);
    }

    /** Returns the state that a row must have, {@link Digest#ABSENT} if there must be none. */
    public Digest expected(TableSpec table, String key) {
        Digest last = written(table).get(key);
        return last != null ? last : loaded(table).getOrDefault(key, Digest.ABSENT);
    }

    /** Returns whether the state of a row is open, so that nobody may write it again. */
    public boolean isQuarantined(TableSpec table, String key) {
        return quarantine.contains(new RowKey(table, key));
    }

    /** Returns whether a row was there before the writers began. */
    public boolean isLoaded(TableSpec table, String key) {
        return loaded(table).containsKey(key) || (counterSpec.covers(table, key) && counterOrNull(key) != null);
    }

    /** Returns the number of rows that a table had before the writers began. */
    public long loadedRows(TableSpec table) {
        long counted = counterSpec.table().equals(table) ? baseline.counters().size() : 0;
        return loaded(table).size() + counted;
    }

    /** Returns the keys of the shared rows that are kept as sums. */
    public Set<String> counterKeys() {
        return Set.copyOf(baseline.counters().keySet());
    }

    /** Returns the number of row writes that were acknowledged. */
    public long acknowledgedWrites() {
        return acknowledgedWrites.get();
    }

    /** Returns the number of transactions of unknown outcome. */
    public long unknownOutcomes() {
        synchronized (unknowns) {
            return unknowns.size();
        }
    }

    List<TableSpec> tables() {
        return tables;
    }

    CounterSpec counterSpec() {
        return counterSpec;
    }

    @Nullable Counter counterOrNull(String key) {
        return baseline.counters().get(key);
    }

    Map<String, Digest> loaded(TableSpec table) {
        return baseline.rows().getOrDefault(table, Map.of());
    }

    Map<String, Digest> written(TableSpec table) {
        Map<String, Digest> rows = written.get(table);
        if (rows == null) {
            throw new IllegalArgumentException("the ledger was opened without the table " + table);
        }
        return rows;
    }

    boolean tolerates(String line) {
        if (tokens.isEmpty()) {
            return false;
        }
        for (String field : line.split("\t", -1)) {
            if (tokens.contains(field)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the keys of a table that must be there, apart from those whose state is open. */
    Set<String> expectedKeys(TableSpec table) {
        Set<String> keys = new HashSet<>(loaded(table).keySet());
        written(table).forEach((key, digest) -> {
            if (digest.equals(Digest.ABSENT)) {
                keys.remove(key);
            } else {
                keys.add(key);
            }
        });
        keys.removeIf(key -> isQuarantined(table, key));
        return keys;
    }

    List<Unknown> unknowns() {
        synchronized (unknowns) {
            return List.copyOf(unknowns);
        }
    }

    void addUnknown(Unknown unknown) {
        unknown.rows().forEach(row -> quarantine.add(row.row()));
        synchronized (unknowns) {
            unknowns.add(unknown);
        }
    }

    void countAcknowledged(long writes) {
        acknowledgedWrites.addAndGet(writes);
    }

    /** Returns the announced texts of unknown outcomes, in the form of COPY. */
    Set<String> tokens() {
        return tokens;
    }

    Findings contradictions() {
        return contradictions;
    }

    Counter counter(String key) {
        Counter counter = baseline.counters().get(key);
        if (counter == null) {
            throw new IllegalArgumentException("no shared row " + key);
        }
        return counter;
    }

    /** The two states that a row of an unknown outcome may have. */
    record Possible(RowKey row, Digest before, Digest after) {}

    /** A transaction of unknown outcome. */
    record Unknown(List<Possible> rows) {}
}
