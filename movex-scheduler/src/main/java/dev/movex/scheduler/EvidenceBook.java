package dev.movex.scheduler;

import dev.movex.core.Side;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been shown so far, durable: who takes over goes on with it. Thread-safe. */
final class EvidenceBook {
    private static final Logger LOG = LoggerFactory.getLogger(EvidenceBook.class);

    static final String PROOF = "proof";
    static final String FULL = "full";
    static final String WINDOWS = "windows";

    private static final String VOID = "void";

    private final Records records;
    private final Records elsewhere;
    private volatile Map<String, String> proofs = Map.of();
    private @Nullable FullEvidence lastFull;
    private @Nullable FullEvidence lastCleanFull;
    private @Nullable WindowEvidence windows;

    /**
     * @param records where it is kept
     * @param elsewhere where is written that it is void while the former can't be reached: a target that is given up because
     *     it is gone must not come back with what was proven of it
     */
    EvidenceBook(Records records, Records elsewhere) {
        this.records = records;
        this.elsewhere = elsewhere;
    }

    /** Reads what this process or another one has shown, or declared void. */
    synchronized void load() throws SQLException {
        if (!elsewhere.read(VOID).isEmpty()) {
            delete();
            elsewhere.delete(VOID);
        }
        proofs = Map.copyOf(records.read(PROOF));
        Map<String, String> full = records.read(FULL);
        lastFull = full.containsKey("last") ? FullEvidence.ofJson(full.get("last")) : null;
        lastCleanFull = full.containsKey("clean") ? FullEvidence.ofJson(full.get("clean")) : null;
        String last = records.read(WINDOWS).get("last");
        windows = last == null ? null : WindowEvidence.ofJson(last);
    }

    /** Returns the tables whose copy is proven. */
    Set<String> proven() {
        return Set.copyOf(proofs.keySet());
    }

    synchronized void prove(String table, String proof) throws SQLException {
        records.put(PROOF, table, proof);
        Map<String, String> more = new HashMap<>(proofs);
        more.put(table, proof);
        proofs = Map.copyOf(more);
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

    /** Counts a window. One that is not clean counts even if that can't be written down. */
    synchronized void window(Side base, boolean clean, Instant ended) throws SQLException {
        WindowEvidence before = windows == null ? new WindowEvidence(base, 0, ended) : windows;
        WindowEvidence now = before.next(base, clean, ended);
        windows = now;
        records.put(WINDOWS, "last", now.toJson());
    }

    /** Returns what the last windows have shown with the given base; empty if there was none. */
    synchronized Optional<WindowEvidence> windows(Side base) {
        return Optional.ofNullable(windows).filter(w -> w.base() == base);
    }

    /** Declares void what was proven, and forgets how far copies and windows have come. */
    synchronized void voidAll() throws SQLException {
        try {
            delete();
        } catch (SQLException e) {
            LOG.warn("what was proven is void; the {} is told when it is back", Records.HOME.label(), e);
            elsewhere.put(VOID, VOID, "");
        }
        proofs = Map.of();
        lastFull = null;
        lastCleanFull = null;
        windows = null;
    }

    private void delete() throws SQLException {
        records.delete(PROOF);
        records.delete(FULL);
        records.delete(WINDOWS);
        records.delete(CursorRecords.KIND);
    }
}
