package dev.movex.core.plan;

import dev.movex.core.Closest;
import dev.movex.core.plan.Problem.Severity;
import java.util.Collection;
import java.util.List;

/** What can't work about a mapping, each finding with its way out. */
final class MappingProblems {
    private final Table source;
    private final Table target;
    private final List<Problem> found;

    MappingProblems(Table source, Table target, List<Problem> found) {
        this.source = source;
        this.target = target;
        this.found = found;
    }

    private void error(String code, String where, String what, String remedy) {
        found.add(new Problem(Severity.ERROR, code, where, what, remedy));
    }

    private String own(String column) {
        return source.name() + "." + column;
    }

    void unknown(Table table, String column, Collection<String> known) {
        error(
                "MAPPING_COLUMN_UNKNOWN",
                table.name() + "." + column,
                "The mapping names a column that the table does not have." + Closest.hint(column, known),
                "Write the name as it is stored.");
    }

    void renamedOnto(String column, String name) {
        error(
                "MAPPING_COLUMN_TAKEN",
                own(column),
                "Two columns of the source would become " + target.name() + "." + name + ".",
                "Give each a name of its own, or leave one out.");
    }

    void constantAndMoved(String column, String name) {
        error(
                "MAPPING_CONSTANT_AND_MOVED",
                own(column),
                "The column " + name + " would take a constant and the values of a column that is moved.",
                "Leave out the column, or drop the constant.");
    }

    void unreadable(String why) {
        error(
                "MAPPING_ROWS_UNREADABLE",
                source.name().toString(),
                "The condition on the rows is not understood. " + why,
                "Join simple conditions by AND, such as column = 'a', column IN (1, 2), bucket(column, 4) = 0.");
    }

    void filterType(Column column) {
        error(
                "MAPPING_ROWS_TYPE",
                own(column.name()),
                "Databases don't decide this condition alike on a column of type " + column.declaredType() + ".",
                "Compare whole numbers, decimals, text, days or times with values of their kind; enums, booleans and"
                        + " uuids by = and IN; take buckets of whole numbers, text or uuids.");
    }

    void filterConverted(String column) {
        error(
                "MAPPING_ROWS_CONVERTED",
                own(column),
                "The condition on the rows is on a column that is converted, which reads otherwise on the target.",
                "Put the condition on a column that is moved as it is.");
    }

    void filterNotMoved(String column) {
        error(
                "MAPPING_ROWS_COLUMN_NOT_MOVED",
                own(column),
                "The condition on the rows is on a column that is left out, so that the target can't tell which of its"
                        + " rows meet it.",
                "Move the column, or make the condition an equality, whose value then goes back to the source.");
    }

    void conversionDoesNotFit(Conversion conversion, Column own, Column there) {
        error(
                "MAPPING_CONVERSION_TYPES",
                own(own.name()),
                conversion + " does not convert between " + own.declaredType() + " and " + there.declaredType() + ".",
                "Take a conversion for these types, or other types; docs/mapping.md has the list.");
    }

    void conversionOfKey(Conversion conversion, String column) {
        error(
                "MAPPING_CONVERSION_OF_KEY",
                own(column),
                conversion + " would give several rows one key or order keys otherwise.",
                "Move the key as it is; uuid and uuid-swapped alone convert keys.");
    }

    void notInvertible(Conversion conversion, String column) {
        error(
                "MAPPING_CONVERSION_NOT_INVERTIBLE",
                own(column),
                conversion + " loses what the way back would need.",
                "Accept it for this table with one-way, or move the column as it is.");
    }

    void zeroDatesOf(String column) {
        error(
                "MAPPING_ZERO_DATES_COLUMN",
                own(column),
                "The mapping says how zero dates are told of a column that is part of the key, or a date on neither MySQL nor"
                        + " MariaDB.",
                "Name a column of type DATE, DATETIME or TIMESTAMP that is moved and no part of the key.");
    }

    void zeroDatesAs(String where) {
        error(
                "MAPPING_ZERO_DATES_VALUE",
                where,
                "What zero dates are told as is neither null nor a date.",
                "Write null, or a date such as 1970-01-01, with a time if it matters.");
    }

    void zeroDatesTakeNoNull(String column) {
        error(
                "MAPPING_ZERO_DATES_NULL",
                own(column),
                "Zero dates would be told as NULL, which the target's column does not take.",
                "Let the target's column take NULL, or tell zero dates as a date.");
    }

    void keyLeftOut(String column) {
        error(
                "MAPPING_KEY_LEFT_OUT",
                own(column),
                "The key's column is left out, so that rows can't be told apart.",
                "Move it, or fix its value: by an equality in the condition on the rows, or by a constant of the source.");
    }

    void leftOutNeedsValue(String column) {
        error(
                "MAPPING_LEFT_OUT_NEEDS_VALUE",
                own(column),
                "The column takes no NULL and has no default, so that a row of the target can't be brought back.",
                "Give it a constant of the source, give it a default, or accept with one-way that there is no way back.");
    }

    void keyConstantType(Table table, Column column) {
        error(
                "MAPPING_KEY_CONSTANT_TYPE",
                table.name() + "." + column.name(),
                "The key's constant is no value that all databases understand as " + column.declaredType() + ".",
                "Use a whole number, a text, a label or a uuid that fits the column.");
    }
}
