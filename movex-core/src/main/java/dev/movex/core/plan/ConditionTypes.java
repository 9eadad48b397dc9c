package dev.movex.core.plan;

import dev.movex.core.plan.RowCondition.Bucket;
import dev.movex.core.plan.RowCondition.Compared;
import dev.movex.core.plan.RowCondition.Nullness;
import dev.movex.core.plan.RowCondition.OneOf;
import dev.movex.core.plan.RowCondition.Operator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/** Tells which conditions all databases decide alike, by the type of their column. */
final class ConditionTypes {
    private ConditionTypes() {}

    /** Returns whether all databases decide the condition alike, and understand its values. */
    static boolean decides(RowCondition condition, Column column) {
        if (condition instanceof Nullness) {
            return true;
        }
        if (condition instanceof Bucket) {
            return switch (column.kind()) {
                case INTEGER, TEXT, UUID -> true;
                default -> false;
            };
        }
        boolean equality = condition instanceof OneOf
                || condition instanceof Compared compared
                        && (compared.operator() == Operator.EQUAL || compared.operator() == Operator.NOT_EQUAL);
        return literals(condition).stream().allMatch(text -> understood(text, column.kind(), equality));
    }

    private static List<String> literals(RowCondition condition) {
        if (condition instanceof OneOf any) {
            return any.literals();
        }
        return condition instanceof Compared compared ? List.of(compared.literal()) : List.of();
    }

    private static boolean understood(String text, ColumnKind kind, boolean equality) {
        return switch (kind) {
            case INTEGER -> text.matches("-?[0-9]{1,20}");
            case DECIMAL -> text.matches("-?[0-9]{1,40}(\\.[0-9]{1,40})?");
            case TEXT -> true;
            case ENUM -> equality;
            case BOOLEAN -> equality && text.matches("[01]");
            case UUID -> equality && text.matches("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
            case DATE -> text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}");
            case TIMESTAMP -> text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?");
            default -> false;
        };
    }

    /** Returns the condition with its values in the one text that equal values share. */
    static RowCondition canonical(RowCondition condition, Column column) {
        if (condition instanceof Compared compared) {
            return new Compared(compared.column(), compared.operator(), canonical(compared.literal(), column.kind()));
        }
        if (condition instanceof OneOf any) {
            return new OneOf(
                    any.column(),
                    any.literals().stream()
                            .map(l -> canonical(l, column.kind()))
                            .toList());
        }
        return condition;
    }

    private static String canonical(String text, ColumnKind kind) {
        return switch (kind) {
            case INTEGER -> new BigInteger(text).toString();
            case DECIMAL -> new BigDecimal(text).toPlainString();
            case UUID -> text.toLowerCase(Locale.ROOT);
            default -> text;
        };
    }

    /** Returns whether no row can meet all conditions of both lists. */
    static boolean disjoint(List<RowCondition> some, List<RowCondition> others, Table table) {
        return some.stream()
                .anyMatch(a -> others.stream()
                        .anyMatch(b -> a.column().equals(b.column())
                                && disjoint(a, b, table.column(a.column()).kind())));
    }

    private static boolean disjoint(RowCondition a, RowCondition b, ColumnKind kind) {
        if (a instanceof Bucket one && b instanceof Bucket other) {
            return one.buckets() == other.buckets() && one.bucket() != other.bucket();
        }
        if (a instanceof Nullness || b instanceof Nullness) {
            boolean aNull = a instanceof Nullness n && n.isNull();
            boolean bNull = b instanceof Nullness n && n.isNull();
            return aNull != bNull;
        }
        return noneMeets(a, b, kind) || noneMeets(b, a, kind) || apart(a, b, kind) || apart(b, a, kind);
    }

    /** Whether the values that one lists all fail the other. */
    private static boolean noneMeets(RowCondition lists, RowCondition other, ColumnKind kind) {
        boolean listing = lists instanceof OneOf || lists instanceof Compared c && c.operator() == Operator.EQUAL;
        ColumnKind comparable = kind == ColumnKind.INTEGER || other instanceof Bucket ? kind : ColumnKind.TEXT;
        boolean exact = comparable == kind || equality(other);
        return listing
                && exact
                && literals(lists).stream()
                        .allMatch(v ->
                                other.holds(v, comparable).filter(met -> !met).isPresent());
    }

    private static boolean equality(RowCondition condition) {
        return condition instanceof OneOf || condition instanceof Compared c && c.operator() == Operator.EQUAL;
    }

    /** Whether one ends before the other begins. */
    private static boolean apart(RowCondition low, RowCondition high, ColumnKind kind) {
        if (!(low instanceof Compared upper) || !(high instanceof Compared lower)) {
            return false;
        }
        boolean ends = upper.operator() == Operator.LESS || upper.operator() == Operator.LESS_OR_EQUAL;
        boolean begins = lower.operator() == Operator.GREATER || lower.operator() == Operator.GREATER_OR_EQUAL;
        boolean meet = upper.operator() == Operator.LESS_OR_EQUAL && lower.operator() == Operator.GREATER_OR_EQUAL;
        Operator needed = meet ? Operator.GREATER : Operator.GREATER_OR_EQUAL;
        return ends
                && begins
                && new Compared(lower.column(), needed, upper.literal())
                        .holds(
                                lower.literal(),
                                kind == ColumnKind.DATE || kind == ColumnKind.TIMESTAMP ? ColumnKind.TEXT : kind)
                        .orElse(false);
    }
}
