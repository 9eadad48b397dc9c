package dev.movex.scheduler;

import dev.movex.core.Side;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What has been shown so far. Proofs of copies and full validations are durable; the count of clean windows is not: a new
 * process starts counting again. Thread-safe.
 */
final class EvidenceBook {
    static final String PROOF = "proof";
    static final String FULL = "full";

    private final Records records;
    private final Map<String, String> proofs = new ConcurrentHashMap<>();
    private @Nullable FullEvidence lastFull;
    private @Nullable FullEvidence lastCleanFull;
    private int cleanWindows;
    private @Nullable Side windowsBase;

    EvidenceBook(Records records) {
        this.records = records;
    }

    synchronized void load() throws SQLException {
        proofs.clear();
        proofs.putAll(records.read(PROOF));
        Map<String, String> full = records.read(FULL);
        lastFull = full.containsKey("last") ? FullEvidence.ofJson(full.get("last")) : null;
        lastCleanFull = full.containsKey("clean") ? FullEvidence.ofJson(full.get("clean")) : null;
    }

    /** Returns the tables whose copy is proven. */
    Set<String> proven() {
        return Set.copyOf(proofs.keySet());
    }

    void prove(String table, String proof) throws SQLException {
        records.put(PROOF, table, proof);
        proofs.put(table, proof);
    }

    synchronized void full(FullEvidence evidence) throws SQLException {
        records.put(FULL, "last", evidence.toJson());
        lastFull = evidence;
        if (evidence.clean()) {
            records.put(FULL, "clean", evidence.toJson());
            lastCleanFull = evidence;
        }
        records.append(FULL, evidence.toJson());
    }

    /** Returns the last full validation if it was clean: one that found something taints those before it. */
    synchronized Optional<FullEvidence> cleanFull() {
        return lastFull != null && lastFull.clean() ? Optional.ofNullable(lastCleanFull) : Optional.empty();
    }

    /** Returns whether a full validation was clean since the proofs were last declared void. */
    synchronized boolean everClean() {
        return lastCleanFull != null;
    }

    synchronized void window(Side base, boolean clean) {
        cleanWindows = clean ? (base == windowsBase ? cleanWindows + 1 : 1) : 0;
        windowsBase = base;
    }

    /** Returns how many windows in a row were clean, up to the last one, with the given base. */
    synchronized int cleanWindows(Side base) {
        return base == windowsBase ? cleanWindows : 0;
    }

    synchronized void voidAll() throws SQLException {
        records.delete(PROOF);
        records.delete(FULL);
        proofs.clear();
        lastFull = null;
        lastCleanFull = null;
        cleanWindows = 0;
    }
}
