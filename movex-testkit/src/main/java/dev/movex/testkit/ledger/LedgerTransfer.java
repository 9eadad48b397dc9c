package dev.movex.testkit.ledger;

import dev.movex.testkit.ledger.Ledger.Possible;
import dev.movex.testkit.ledger.Ledger.Unknown;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The form in which one process hands its notes to another: a line for each, its parts parted by tabs. The loaded rows
 * are not part of it. A transaction of unknown outcome is a line for each of its rows, and a line that ends it.
 */
final class LedgerTransfer {
    private static final String ROW = "row";
    private static final String SUM = "sum";
    private static final String PERHAPS = "perhaps";
    private static final String POSSIBLE = "possible";
    private static final String UNKNOWN = "unknown";
    private static final String TOKEN = "token";
    private static final String CONTRADICTION = "contradiction";
    private static final String ACKNOWLEDGED = "acknowledged";

    private final Ledger ledger;

    LedgerTransfer(Ledger ledger) {
        this.ledger = ledger;
    }

    void export(Appendable to) throws IOException {
        line(to, ACKNOWLEDGED, ledger.acknowledgedWrites());
        for (TableSpec table : ledger.tables()) {
            for (Map.Entry<String, Digest> row : ledger.written(table).entrySet()) {
                line(to, ROW, table, row.getKey(), text(row.getValue()));
            }
        }
        for (String key : ledger.counterKeys()) {
            Counter counter = ledger.counter(key);
            line(to, SUM, key, counter.added());
            for (BigDecimal delta : counter.uncertain()) {
                line(to, PERHAPS, key, delta);
            }
        }
        for (Unknown unknown : ledger.unknowns()) {
            for (Possible row : unknown.rows()) {
                line(to, POSSIBLE, row.row().table(), row.row().key(), text(row.before()), text(row.after()));
            }
            line(to, UNKNOWN);
        }
        for (String token : ledger.tokens()) {
            line(to, TOKEN, token);
        }
        for (String finding : ledger.contradictions().first()) {
            line(to, CONTRADICTION, CopyText.field(finding));
        }
    }

    void absorb(BufferedReader from) throws IOException {
        List<Possible> possible = new ArrayList<>();
        for (String line = from.readLine(); line != null; line = from.readLine()) {
            String[] part = line.split("\t", -1);
            switch (part[0]) {
                case ACKNOWLEDGED -> ledger.countAcknowledged(Long.parseLong(part[1]));
                case ROW -> ledger.written(table(part[1])).put(part[2], digest(part[3]));
                case SUM -> ledger.counter(part[1]).add(new BigDecimal(part[2]));
                case PERHAPS -> ledger.counter(part[1]).addUncertain(new BigDecimal(part[2]));
                case POSSIBLE ->
                    possible.add(new Possible(new RowKey(table(part[1]), part[2]), digest(part[3]), digest(part[4])));
                case UNKNOWN -> {
                    ledger.addUnknown(new Unknown(List.copyOf(possible)));
                    possible.clear();
                }
                case TOKEN -> ledger.tokens().add(part[1]);
                case CONTRADICTION -> ledger.contradiction(part[1]);
                default -> throw new IOException("no line of a ledger: " + part[0]);
            }
        }
    }

    private TableSpec table(String name) throws IOException {
        for (TableSpec table : ledger.tables()) {
            if (table.name().equals(name)) {
                return table;
            }
        }
        throw new IOException("the ledger was opened without the table " + name);
    }

    private static String text(Digest digest) {
        return Long.toHexString(digest.high()) + "/" + Long.toHexString(digest.low());
    }

    private static Digest digest(String text) {
        int middle = text.indexOf('/');
        return new Digest(
                Long.parseUnsignedLong(text.substring(0, middle), 16),
                Long.parseUnsignedLong(text.substring(middle + 1), 16));
    }

    private static void line(Appendable to, Object... parts) throws IOException {
        for (int i = 0; i < parts.length; i++) {
            to.append(i == 0 ? "" : "\t").append(parts[i].toString());
        }
        to.append('\n');
    }
}
