package dev.movex.testkit.ledger;

import dev.movex.testkit.ledger.Ledger.Possible;
import dev.movex.testkit.ledger.Ledger.Unknown;
import dev.movex.testkit.ledger.TableLines.Line;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Judges databases by a ledger, after the writers have ended: nothing that was acknowledged is missing, and nothing is
 * there that nobody wrote. It reads the databases itself, through plain data sources, in one snapshot.
 */
public final class Oracle {
    private static final int FINDINGS = 20;

    private final Ledger ledger;

    /** Creates a judge for the writes of a ledger. */
    public Oracle(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Judges one database, the one that the application relies on now. */
    public Verdict judge(DataSource target) throws SQLException {
        return judged(target, new Findings());
    }

    /** Judges the target, and compares it with the source row by row. */
    public Verdict judge(DataSource source, DataSource target) throws SQLException {
        Findings differences = new Findings();
        new TableComparison(differences).compare(source, target, ledger.tables());
        return judged(target, differences);
    }

    /** Returns the number of rows that are not the same in two databases. */
    public static long differences(DataSource source, DataSource target, List<TableSpec> tables) throws SQLException {
        Findings findings = new Findings();
        new TableComparison(findings).compare(source, target, tables);
        return findings.count();
    }

    /** Returns the number of rows that are not the same in two databases, by table. */
    public static Map<String, Long> differencesByTable(DataSource source, DataSource target, List<TableSpec> tables)
            throws SQLException {
        Map<String, Long> byTable = new LinkedHashMap<>();
        for (TableSpec table : tables) {
            byTable.put(table.name(), differences(source, target, List.of(table)));
        }
        return byTable;
    }

    private Verdict judged(DataSource target, Findings differences) throws SQLException {
        Judgement judgement = new Judgement();
        try (Connection snapshot = TableLines.snapshot(target)) {
            for (TableSpec table : ledger.tables()) {
                try (TableLines lines = TableLines.of(snapshot, table)) {
                    judgement.table(table, lines);
                }
            }
            snapshot.rollback();
        } catch (IOException e) {
            throw new SQLException("the target could not be read", e);
        }
        judgement.unknowns();
        return judgement.verdict(differences);
    }

    /** One look at one database. */
    private final class Judgement {
        private final Findings lost = new Findings();
        private final Findings unwritten = new Findings();
        private final Map<RowKey, Digest> quarantined = new HashMap<>();

        void table(TableSpec table, TableLines lines) throws SQLException {
            Set<String> missing = ledger.expectedKeys(table);
            List<String> missingCounters =
                    new ArrayList<>(ledger.counterSpec().table().equals(table) ? ledger.counterKeys() : Set.of());
            for (Line line = lines.next(table); line != null; line = lines.next(table)) {
                missing.remove(line.key());
                if (ledger.counterSpec().covers(table, line.key()) && missingCounters.remove(line.key())) {
                    counter(table, line);
                } else {
                    row(table, line);
                }
            }
            missing.forEach(key -> lost.add(table + " " + key + ": missing"));
            missingCounters.forEach(key -> lost.add(table + " " + key + ": missing"));
        }

        private void row(TableSpec table, Line line) {
            RowKey key = new RowKey(table, line.key());
            if (ledger.isQuarantined(table, line.key())) {
                quarantined.put(key, line.digest());
                return;
            }
            Digest written = ledger.written(table).get(line.key());
            Digest loaded = ledger.loaded(table).get(line.key());
            if (written != null) {
                written(key, written, line);
            } else if (loaded == null && !ledger.tolerates(line.text())) {
                unwritten.add(key + ": nobody wrote this row");
            } else if (loaded != null && !loaded.equals(line.digest())) {
                unwritten.add(key + ": a loaded row that nobody changed is not as it was");
            }
        }

        private void written(RowKey key, Digest written, Line line) {
            if (written.equals(Digest.ABSENT)) {
                lost.add(key + ": there though its delete was acknowledged");
            } else if (!written.equals(line.digest())) {
                lost.add(key + ": not the content that was acknowledged last");
            }
        }

        private void counter(TableSpec table, Line line) {
            Counter counter = ledger.counterOrNull(line.key());
            if (counter == null) {
                return;
            }
            if (!counter.maskedLine().equals(ledger.counterSpec().masked(line.text()))) {
                unwritten.add(table + " " + line.key() + ": a column that nobody changed is not as it was");
            }
            String value = ledger.counterSpec().value(line.text());
            if (value.equals("\\N") || !counter.explains(new BigDecimal(value))) {
                lost.add(table + " " + line.key() + ": not the sum of what was acknowledged");
            }
        }

        void unknowns() {
            for (Unknown unknown : ledger.unknowns()) {
                boolean allBefore =
                        unknown.rows().stream().allMatch(row -> row.before().equals(found(row)));
                boolean allAfter =
                        unknown.rows().stream().allMatch(row -> row.after().equals(found(row)));
                if (!allBefore && !allAfter) {
                    lost.add(unknown.rows().get(0).row() + ": a transaction of unknown outcome is there in part");
                }
            }
        }

        private Digest found(Possible possible) {
            return quarantined.getOrDefault(possible.row(), Digest.ABSENT);
        }

        Verdict verdict(Findings differences) {
            List<String> findings = new ArrayList<>();
            for (Findings some : List.of(lost, unwritten, ledger.contradictions(), differences)) {
                findings.addAll(some.first());
            }
            return new Verdict(
                    ledger.acknowledgedWrites(),
                    lost.count(),
                    unwritten.count(),
                    ledger.contradictions().count(),
                    differences.count(),
                    ledger.unknownOutcomes(),
                    findings.subList(0, Math.min(FINDINGS, findings.size())));
        }
    }
}
