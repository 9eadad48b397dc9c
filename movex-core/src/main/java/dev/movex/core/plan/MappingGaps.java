package dev.movex.core.plan;

import dev.movex.core.Side;
import dev.movex.core.plan.Problem.Severity;
import dev.movex.core.plan.RowCondition.Bucket;
import dev.movex.core.plan.RowCondition.Compared;
import dev.movex.core.plan.RowCondition.Nullness;
import dev.movex.core.plan.RowCondition.OneOf;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds rows that belong to no share of a table that is split. Values at and beside the limits that the conditions name are
 * tried, as far as Java decides them.
 */
final class MappingGaps {
    private MappingGaps() {}

    /** Looks at the shares of one table of the source; of a table that is not split, what is filtered out is meant. */
    static Optional<Problem> check(List<PlannedTable> shares) {
        if (shares.size() < 2) {
            return Optional.empty();
        }
        Table source = shares.get(0).src();
        List<List<RowCondition>> conditions = shares.stream()
                .map(share -> share.mapping().on(Side.SRC).conditions())
                .toList();
        Set<String> columns = new LinkedHashSet<>();
        conditions.forEach(list -> list.forEach(condition -> columns.add(condition.column())));
        if (columns.size() != 1) {
            return Optional.empty();
        }
        Column column = source.column(columns.iterator().next());
        return gap(conditions, column)
                .map(value -> new Problem(
                        Severity.WARNING,
                        "MAPPING_ROWS_GAP",
                        source.name() + "." + column.name(),
                        "The table is split, and rows with " + value
                                + " belong to no part, so that they are not moved.",
                        "Nothing, if that is meant; else widen the rows of a part, or add one."));
    }

    private static Optional<String> gap(List<List<RowCondition>> shares, Column column) {
        boolean takesNull = shares.stream()
                .anyMatch(share -> share.stream().allMatch(c -> c instanceof Nullness none && none.isNull()));
        Optional<String> bucket = missingBucket(shares);
        if (bucket.isPresent()) {
            return bucket;
        }
        for (String value : tried(shares, column.kind())) {
            Optional<Boolean> taken = taken(shares, value, column.kind());
            if (taken.isEmpty()) {
                return Optional.empty();
            }
            if (!taken.get()) {
                return Optional.of(column.name() + " = " + (value.isEmpty() ? "''" : value));
            }
        }
        return column.nullable() && !takesNull ? Optional.of(column.name() + " IS NULL") : Optional.empty();
    }

    private static Optional<String> missingBucket(List<List<RowCondition>> shares) {
        Set<Integer> sizes = new LinkedHashSet<>();
        Set<Integer> there = new LinkedHashSet<>();
        for (List<RowCondition> share : shares) {
            if (share.size() != 1 || !(share.get(0) instanceof Bucket bucket)) {
                return Optional.empty();
            }
            sizes.add(bucket.buckets());
            there.add(bucket.bucket());
        }
        int buckets = sizes.iterator().next();
        if (sizes.size() > 1) {
            return Optional.empty();
        }
        return Stream.iterate(0, i -> i < buckets, i -> i + 1)
                .filter(i -> !there.contains(i))
                .findFirst()
                .map(i -> "bucket(" + shares.get(0).get(0).column() + ", " + buckets + ") = " + i);
    }

    private static Set<String> tried(List<List<RowCondition>> shares, ColumnKind kind) {
        Set<String> values = new LinkedHashSet<>();
        shares.forEach(share -> share.forEach(condition -> literals(condition).forEach(l -> beside(l, kind, values))));
        return values;
    }

    private static List<String> literals(RowCondition condition) {
        if (condition instanceof OneOf any) {
            return any.literals();
        }
        return condition instanceof Compared compared ? List.of(compared.literal()) : List.of();
    }

    private static void beside(String literal, ColumnKind kind, Set<String> values) {
        values.add(literal);
        switch (kind) {
            case INTEGER -> {
                BigInteger number = new BigInteger(literal);
                values.add(number.subtract(BigInteger.ONE).toString());
                values.add(number.add(BigInteger.ONE).toString());
            }
            case TEXT -> {
                values.add("");
                values.add(literal + " ");
            }
            case DATE -> {
                try {
                    LocalDate day = LocalDate.parse(literal);
                    values.add(day.minusDays(1).toString());
                    values.add(day.plusDays(1).toString());
                } catch (DateTimeException e) {
                    // no day of any calendar; the servers will say so
                    values.remove(literal);
                }
            }
            default -> {
                // beside the limits themselves there is nothing that every server has
            }
        }
    }

    private static Optional<Boolean> taken(List<List<RowCondition>> shares, String value, ColumnKind kind) {
        // days and times are texts of one width
        ColumnKind compared = kind == ColumnKind.DATE || kind == ColumnKind.TIMESTAMP ? ColumnKind.TEXT : kind;
        boolean taken = false;
        for (List<RowCondition> share : shares) {
            boolean all = true;
            for (RowCondition condition : share) {
                Optional<Boolean> holds = condition.holds(value, compared);
                if (holds.isEmpty()) {
                    return Optional.empty();
                }
                all &= holds.get();
            }
            taken |= all;
        }
        return Optional.of(taken);
    }
}
