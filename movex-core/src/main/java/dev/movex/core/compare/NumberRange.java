package dev.movex.core.compare;

import dev.movex.core.Side;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.Conversion;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.KeyRange;
import dev.movex.core.row.RowKey;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Ranges of keys that are one whole number. */
final class NumberRange {
    private NumberRange() {}

    /** Returns whether the key of a table is one whole number on both sides. */
    static boolean keyed(PlannedTable table) {
        return table.key().size() == 1 && whole(table, Side.SRC) && whole(table, Side.DST);
    }

    private static boolean whole(PlannedTable table, Side side) {
        Column key = table.keyOn(side).get(0);
        return key.kind() == ColumnKind.INTEGER && table.conversionOn(side, key) == Conversion.NONE;
    }

    /** Cuts a range into parts of equal width, at most so many; one that has no bound on a side stays whole. */
    static List<KeyRange> cut(KeyRange range, int parts) {
        RowKey after = range.after();
        RowKey upTo = range.upTo();
        if (after == null || upTo == null) {
            return List.of(range);
        }
        BigInteger low = new BigInteger(after.values().get(0));
        BigInteger width = new BigInteger(upTo.values().get(0)).subtract(low);
        List<KeyRange> cut = new ArrayList<>();
        RowKey from = after;
        for (int i = 1; i < parts; i++) {
            BigInteger part = width.multiply(BigInteger.valueOf(i)).divide(BigInteger.valueOf(parts));
            RowKey to = RowKey.of(low.add(part).toString());
            if (!to.equals(from)) {
                cut.add(new KeyRange(from, to));
                from = to;
            }
        }
        cut.add(new KeyRange(from, upTo));
        return cut;
    }
}
