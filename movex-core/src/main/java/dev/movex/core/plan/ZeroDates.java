package dev.movex.core.plan;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which columns of a pair of tables tell dates that no calendar has in another way, and how. */
final class ZeroDates {
    private static final Pattern MOMENT =
            Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})(?: ([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\\.([0-9]{1,6}))?)?");
    private static final int FRACTION = 6;

    private final Table source;
    private final Table target;
    private final TableMapping mapping;
    private final UnaryOperator<String> targetName;

    ZeroDates(Table source, Table target, TableMapping mapping, UnaryOperator<String> targetName) {
        this.source = source;
        this.target = target;
        this.mapping = mapping;
        this.targetName = targetName;
    }

    void check(List<String> columns, MappingProblems problems) {
        mapping.columns().zeroDates().forEach((name, as) -> {
            boolean all = name.equals(TableMapping.ALL);
            if (!all && source.find(name).isPresent() && !takesPart(name)) {
                problems.zeroDatesOf(name);
            }
            if (!as.equalsIgnoreCase(TableMapping.NULL) && !MOMENT.matcher(as).matches()) {
                problems.zeroDatesAs(all ? source.name().toString() : source.name() + "." + name);
            }
        });
        for (String column : columns) {
            of(column)
                    .filter(as -> as.isEmpty()
                            && !target.column(targetName.apply(column)).nullable())
                    .ifPresent(as -> problems.zeroDatesTakeNoNull(column));
        }
    }

    private boolean takesPart(String name) {
        Optional<Column> there = target.find(targetName.apply(name));
        return there.isPresent() && !source.key().contains(name) && (dated(source.column(name)) || dated(there.get()));
    }

    /** PostgreSQL's types have a schema; it has no such dates. */
    private static boolean dated(Column column) {
        return column.typeSchema().isEmpty()
                && switch (column.kind()) {
                    case DATE, TIMESTAMP, INSTANT -> true;
                    default -> false;
                };
    }

    /** Returns the canonical text, empty for NULL, in which a column tells such dates. */
    Optional<String> of(String column) {
        String as = mapping.columns()
                .zeroDates()
                .getOrDefault(column, mapping.columns().zeroDates().getOrDefault(TableMapping.ALL, ""));
        if (as.isEmpty() || !takesPart(column)) {
            return Optional.empty();
        }
        return Optional.of(as.equalsIgnoreCase(TableMapping.NULL) ? "" : canonical(as, dateAlone(column)));
    }

    private boolean dateAlone(String column) {
        return source.column(column).kind() == ColumnKind.DATE;
    }

    private static String canonical(String as, boolean dateAlone) {
        Matcher moment = MOMENT.matcher(as);
        if (!moment.matches() || dateAlone) {
            return moment.matches() ? moment.group(1) : as;
        }
        String time = moment.group(2) == null ? "00:00:00" : moment.group(2);
        String fraction = moment.group(3) == null ? "" : moment.group(3);
        return moment.group(1) + " " + time + "." + fraction + "0".repeat(FRACTION - fraction.length());
    }

    /** Returns how each of the columns tells such dates, where it is declared. */
    Map<String, String> of(Collection<String> columns) {
        Map<String, String> declared = new HashMap<>();
        columns.forEach(column -> of(column).ifPresent(as -> declared.put(column, as)));
        return declared;
    }
}
