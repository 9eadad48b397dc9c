package dev.movex.core.plan;

import dev.movex.core.Side;
import dev.movex.core.plan.Problem.Severity;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Lists what stands in the way of moving tables: all of it at once, each finding with its way out. */
final class Preflight {
    private final boolean sameDialect;
    private final List<Problem> problems;

    Preflight(boolean sameDialect, List<Problem> problems) {
        this.sameDialect = sameDialect;
        this.problems = problems;
    }

    private void error(String code, String where, String what, String remedy) {
        problems.add(new Problem(Severity.ERROR, code, where, what, remedy));
    }

    private void warning(String code, String where, String what, String remedy) {
        problems.add(new Problem(Severity.WARNING, code, where, what, remedy));
    }

    void targetMissing(Table source, TableName target) {
        error(
                "TARGET_TABLE_MISSING",
                source.name().toString(),
                "The target has no table " + target + ".",
                "Create it on the target (movex schema --apply), name the table that it becomes by a mapping (to), or exclude"
                        + " the table.");
    }

    void namesInAnotherCase(Table source, Table target) {
        warning(
                "NAMES_IN_ANOTHER_CASE",
                source.name().toString(),
                "On the target the table is " + target.name()
                        + ", and its name or those of columns differ from the source's in case.",
                "It is moved all the same. Statements that quote names have to quote the target's from dst_first on.");
    }

    /** Checks one pair of tables; returns whether it can be part of a plan. */
    boolean check(Table source, Table target) {
        boolean keyed = checkKey(source, target);
        for (Column column : source.writableColumns()) {
            checkColumn(source, target, column);
        }
        for (Column column : target.columns()) {
            if (source.find(column.name()).isEmpty()) {
                checkExtra(target, column);
            }
        }
        KeyCollations.check(source, target, problems);
        checkTriggers(source, Side.SRC);
        checkTriggers(target, Side.DST);
        checkCascades(source);
        return keyed;
    }

    /** Returns whether rows can be told apart at all. */
    boolean checkKeyed(Table source) {
        if (source.key().isEmpty()) {
            error(
                    "NO_PRIMARY_KEY",
                    source.name().toString(),
                    "The table has no primary key, so that its rows can't be told apart.",
                    "Add one, declare a unique, not nullable one that it has (--key, tables.keys in the configuration), or exclude the"
                            + " table.");
            return false;
        }
        return true;
    }

    private boolean checkKey(Table source, Table target) {
        String table = source.name().toString();
        if (!checkKeyed(source)) {
            return false;
        }
        if (!source.key().equals(target.key())) {
            error(
                    "KEY_DIFFERS",
                    table,
                    "The primary key is " + source.key() + " on the source and " + target.key() + " on the target.",
                    "Create the same primary key on both, with the columns in the same order.");
            return false;
        }
        source.keyColumns().stream()
                .filter(c -> !c.kind().usableAsKey())
                .forEach(c -> error(
                        "KEY_TYPE_UNSUPPORTED",
                        table + "." + c.name(),
                        "A column of type " + c.declaredType() + " can't be part of a key.",
                        "Use a key of whole numbers, text, uuid, time or bytes, or exclude the table."));
        return true;
    }

    private void checkColumn(Table source, Table target, Column column) {
        String where = source.name() + "." + column.name();
        Column other = target.find(column.name()).orElse(null);
        if (other == null || other.generated()) {
            error(
                    other == null ? "TARGET_COLUMN_MISSING" : "TARGET_COLUMN_GENERATED",
                    where,
                    other == null ? "The target has no such column." : "The target computes the column itself.",
                    "Create it on the target as a plain column; or in a mapping of the table name the column that takes its values"
                            + " (rename), or leave it out (leave-out).");
            return;
        }
        boolean meet = !sameDialect && TypePairs.form(column, other).isPresent();
        if (!meet && (withoutForm(column) || withoutForm(other))) {
            error(
                    "TYPE_WITHOUT_CANONICAL_FORM",
                    where,
                    "Values of type " + column.declaredType() + " and " + other.declaredType() + " can't be compared.",
                    "Leave the column out by a mapping (leave-out), change it to a type that docs/databases.md lists, or exclude"
                            + " the table.");
            return;
        }
        if (sameDialect) {
            checkType(where, column, other, source.key().contains(column.name()));
        } else {
            checkForm(where, column, other);
        }
        if (column.nullable() != other.nullable()) {
            problems.add(new Problem(
                    column.nullable() ? Severity.ERROR : Severity.WARNING,
                    "NULLABILITY_DIFFERS",
                    where,
                    "NULL is taken by the " + (column.nullable() ? "source" : "target") + " alone.",
                    "Let both sides take NULL, or none."));
        }
    }

    private boolean withoutForm(Column column) {
        return column.kind() == ColumnKind.UNSUPPORTED || column.kind() == ColumnKind.SERVER_TEXT && !sameDialect;
    }

    private void checkType(String where, Column column, Column other, boolean ofKey) {
        if (TypePairs.same(column, other)) {
            return;
        }
        // texts that weigh case on one side alone don't tell the same keys apart, and are ordered otherwise
        boolean blocking = !TypePairs.convertible(column, other) || ofKey && column.kind() != other.kind();
        problems.add(new Problem(
                blocking ? Severity.ERROR : Severity.WARNING,
                "COLUMN_TYPE_DIFFERS",
                where,
                "The type is " + column.declaredType() + " on the source and " + other.declaredType()
                        + " on the target.",
                blocking
                        ? "Use the same type on both sides; or in a mapping of the table convert the column (convert) or leave it"
                                + " out (leave-out)."
                        : "Make sure that every value fits on both sides."));
    }

    private void checkForm(String where, Column column, Column other) {
        String types = "The type is " + column.declaredType() + " on the source and " + other.declaredType()
                + " on the target";
        ColumnKind form = TypePairs.form(column, other).orElse(null);
        if (form == null) {
            error(
                    "COLUMN_TYPE_DIFFERS",
                    where,
                    types + ", which have no values in common.",
                    "Use the type that docs/databases.md names for the other database; or in a mapping of the table convert the"
                            + " column (convert) or leave it out (leave-out).");
            return;
        }
        if (TypePairs.narrower(column, other)) {
            problems.add(new Problem(
                    TypePairs.refusesWhatIsTooWide(column, other) ? Severity.WARNING : Severity.ERROR,
                    "COLUMN_TYPE_NARROWER",
                    where,
                    types + ", which does not hold every value of the source.",
                    "Use a wider type on the target, or make sure that every value fits."));
        }
        if (form.comparedInJava()) {
            warning(
                    "COMPARED_IN_JAVA",
                    where,
                    types + "; the databases have no common text for it.",
                    "Nothing, if validation may read the column's values instead of having them hashed in the databases.");
        }
    }

    private void checkExtra(Table target, Column column) {
        boolean filled = column.nullable() || column.defaulted() || column.generated() || column.counted();
        problems.add(new Problem(
                filled ? Severity.WARNING : Severity.ERROR,
                "TARGET_COLUMN_EXTRA",
                target.name() + "." + column.name(),
                "The source has no such column, so that the target alone decides its value.",
                filled
                        ? "Nothing, if that is meant; a mapping can give it the values of another column (rename) or one value"
                                + " (constants)."
                        : "Give the column a default, or let it take NULL; or in a mapping of the table give it the values of"
                                + " another column (rename) or one value (constants)."));
    }

    private void checkTriggers(Table table, Side side) {
        if (!table.triggers().isEmpty()) {
            warning(
                    "TRIGGERS_ON_TABLE",
                    table.name().toString(),
                    "The " + side.label() + " has triggers " + table.triggers() + ".",
                    "What they write to planned tables of the primary is seen only if their keys are captured; on the"
                            + " secondary they do not act on images.");
        }
    }

    private void checkCascades(Table source) {
        source.foreignKeys().stream()
                .filter(ForeignKey::cascades)
                .forEach(key -> warning(
                        "CASCADING_FOREIGN_KEY",
                        source.name().toString(),
                        "Foreign key " + key.name() + " changes rows when a row of " + key.parent() + " changes.",
                        "Let the application delete children itself, or allow the statements after the audit."));
    }

    /** Checks that the sequences of each side which belong to no column can be raised by those of the other. */
    void checkSequences(List<PlannedTable> planned, List<Sequence> src, List<Sequence> dst) {
        List<SequencePair> pairs = SequencePair.of(planned, src, dst);
        SequencePair.alone(pairs, src, Side.SRC).forEach(name -> sequenceAlone(name, Side.SRC));
        SequencePair.alone(pairs, dst, Side.DST).forEach(name -> sequenceAlone(name, Side.DST));
    }

    private void sequenceAlone(TableName name, Side side) {
        warning(
                "SEQUENCE_WITHOUT_PARTNER",
                name.toString(),
                "The " + side.label() + "'s sequence belongs to no column, and the "
                        + side.other().label() + " has none of this name that counts in the same direction.",
                "Create it there too, so that a change of the primary raises it; if keys are counted in another way"
                        + " there, raise that counter by hand before each change.");
    }

    /** Checks what concerns the plan as a whole. */
    void checkAll(List<PlannedTable> planned, List<Table> sources) {
        if (sources.isEmpty()) {
            error(
                    "NO_TABLES",
                    "source",
                    "No table of the source matches the schemas and globs given.",
                    "Check the names; they are written schema.table, as stored.");
        }
        Set<TableName> names = new HashSet<>();
        sources.forEach(table -> names.add(table.name()));
        for (Table table : sources) {
            table.foreignKeys().stream()
                    .filter(key -> !names.contains(key.parent()))
                    .forEach(key -> warning(
                            "FOREIGN_KEY_TO_UNPLANNED_TABLE",
                            table.name().toString(),
                            "Foreign key " + key.name() + " refers to " + key.parent() + ", which is not moved.",
                            "Move that table too, or keep it the same on both sides."));
        }
        planned.stream()
                .filter(table -> !table.sharesKeyOrder())
                .forEach(table -> warning(
                        "KEY_ORDER_NOT_SHARED",
                        table.name(),
                        "The two sides order the key's text differently, so that it is ordered by its bytes.",
                        "An index on the key with the bytewise order on both sides makes copy and validation fast."));
    }
}
