package dev.movex.core.plan;

import dev.movex.core.Side;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Tells people in what form columns are compared that a mapping lets differ. */
final class DeclaredForms {
    private DeclaredForms() {}

    static Map<String, String> of(PlannedTable table) {
        Map<String, String> forms = new TreeMap<>();
        for (int i = 0; i < table.columns().size(); i++) {
            Column column = table.columnsOn(Side.SRC).get(i);
            Conversion conversion = table.conversionOn(Side.SRC, column);
            if (conversion != Conversion.NONE) {
                forms.put(table.columns().get(i), said(table, column, conversion));
            }
        }
        table.mapping()
                .zeroDates()
                .forEach((column, as) -> forms.merge(
                        column,
                        "dates that no calendar has are told as " + (as.isEmpty() ? "NULL" : as),
                        (one, two) -> one + "; " + two));
        return forms;
    }

    private static String said(PlannedTable table, Column column, Conversion conversion) {
        String digits = " to " + table.commonDigits(Side.SRC, column) + " digits behind the point";
        return switch (conversion) {
            case CUT -> "cut" + digits;
            case ROUND -> "rounded" + digits;
            default ->
                "converted by " + conversion.name().toLowerCase(Locale.ROOT).replace('_', '-');
        };
    }
}
