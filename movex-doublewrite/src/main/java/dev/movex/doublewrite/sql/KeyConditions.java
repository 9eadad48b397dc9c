package dev.movex.doublewrite.sql;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.Table;
import dev.movex.doublewrite.sql.MysqlValues.Range;
import dev.movex.doublewrite.sql.Replay.KeyPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the keys outside of which a condition can be met by no row. */
final class KeyConditions {
    private static final Set<String> OTHERWISE = Set.of("or", "xor", "between", "case", "||", "not", "!");

    private final TokenReader reader;
    private final Syntax syntax;
    private final Ref ref;
    private final Table table;
    private final MysqlValues values;

    KeyConditions(TokenReader reader, MysqlSyntax syntax, Ref ref, Table table) {
        this.reader = reader;
        this.syntax = syntax;
        this.ref = ref;
        this.table = table;
        this.values = new MysqlValues(reader, syntax);
    }

    /** Returns where the keys come from; empty if the condition does not say them all. */
    List<List<KeyPart>> keys(Range condition) {
        boolean plain = condition.size() > 0
                && reader.find(condition.from(), t -> OTHERWISE.contains(t.text())) < 0
                && table.keyColumns().stream().noneMatch(syntax::folds);
        if (!plain) {
            return List.of();
        }
        Map<String, List<Range>> equal = new HashMap<>();
        conjuncts(condition, equal);
        if (table.key().size() == 1) {
            Column only = table.keyColumns().get(0);
            return equal.getOrDefault(only.name(), List.of()).stream()
                    .map(v -> List.of(values.part(ref.table(), only, v)))
                    .toList();
        }
        return composite(equal);
    }

    private List<List<KeyPart>> composite(Map<String, List<Range>> equal) {
        List<KeyPart> parts = new ArrayList<>();
        for (Column column : table.keyColumns()) {
            List<Range> met = equal.getOrDefault(column.name(), List.of());
            if (met.size() != 1) {
                return List.of();
            }
            parts.add(values.part(ref.table(), column, met.get(0)));
        }
        return List.of(parts);
    }

    private void conjuncts(Range condition, Map<String, List<Range>> equal) {
        int from = condition.from();
        while (from < condition.to()) {
            int and = reader.find(from, t -> t.is("and") || t.symbol("&&"));
            int to = and < 0 || and > condition.to() ? condition.to() : and;
            conjunct(new Range(from, to), equal);
            from = to + 1;
        }
    }

    /** Reads {@code [table.]column = value}, {@code [table.]column IN (value, …)}, or conditions of this kind in parentheses. */
    private void conjunct(Range range, Map<String, List<Range>> equal) {
        if (enclosed(range)) {
            Range inner = new Range(range.from() + 1, range.to() - 1);
            int otherwise = reader.find(inner.from(), t -> OTHERWISE.contains(t.text()));
            if (otherwise < 0 || otherwise >= inner.to()) {
                conjuncts(inner, equal);
            }
            return;
        }
        int at = range.from();
        if (reader.token(at + 1).symbol(".")) {
            if (!ref.named(reader.token(at).name())) {
                return;
            }
            at += 2;
        }
        Column column = reader.token(at).isName()
                ? syntax.column(table, reader.token(at).name()).orElse(null)
                : null;
        if (column == null) {
            return;
        }
        Range value = new Range(at + 2, range.to());
        if (reader.token(at + 1).symbol("=") && values.plain(value)) {
            equal.putIfAbsent(column.name(), List.of(value));
        }
        boolean list = reader.token(at + 1).is("in")
                && reader.token(at + 2).symbol("(")
                && reader.token(range.to() - 1).symbol(")");
        if (list) {
            List<Range> members = values.split(new Range(at + 3, range.to() - 1));
            if (members.stream().allMatch(values::plain)) {
                equal.putIfAbsent(column.name(), members);
            }
        }
    }

    /** Returns whether one pair of parentheses holds all of it. */
    private boolean enclosed(Range range) {
        int depth = 0;
        for (int i = range.from(); i < range.to(); i++) {
            depth += reader.token(i).symbol("(") ? 1 : 0;
            depth -= reader.token(i).symbol(")") ? 1 : 0;
            if (depth == 0) {
                return i > range.from() && i == range.to() - 1;
            }
        }
        return false;
    }
}
