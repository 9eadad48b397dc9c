package dev.movex.doublewrite.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Classes statements by their tokens. Knows few forms well; everything else is an image or denied. */
public final class TokenClassifier implements StatementClassifier {
    @Override
    public Classified classify(SqlText text, Names names) {
        List<List<Token>> statements = split(text.tokens());
        Classified found;
        if (!text.complete()) {
            found = Classified.denied("the text ends inside a string, a quoted name or a comment");
        } else if (statements.isEmpty()) {
            found = Classified.primaryOnly("no statement");
        } else if (statements.size() == 1) {
            found = names.syntax().classify(text.sql(), statements.get(0), names);
        } else {
            found = several(text.sql(), statements, names);
        }
        return found.with(text.shown(), Math.max(1, statements.size()));
    }

    private static List<List<Token>> split(List<Token> tokens) {
        List<List<Token>> statements = new ArrayList<>();
        List<Token> current = new ArrayList<>();
        int depth = 0;
        for (Token token : tokens) {
            depth += token.symbol("(") ? 1 : 0;
            depth -= token.symbol(")") ? 1 : 0;
            if (token.symbol(";") && depth == 0) {
                add(statements, current);
                current = new ArrayList<>();
            } else {
                current.add(token);
            }
        }
        add(statements, current);
        return statements;
    }

    private static void add(List<List<Token>> statements, List<Token> statement) {
        if (!statement.isEmpty()) {
            statements.add(statement);
        }
    }

    private Classified several(String sql, List<List<Token>> statements, Names names) {
        List<String> tables = new ArrayList<>();
        Set<SessionEffect> effects = new HashSet<>();
        boolean plain = true;
        for (List<Token> statement : statements) {
            Classified each = names.syntax().classify(sql, statement, names);
            tables.addAll(each.tables());
            effects.addAll(each.effects());
            plain &= each.kind() == StatementClass.PRIMARY_ONLY;
        }
        Classified all = plain
                ? Classified.primaryOnly("several statements, none of which writes a planned table")
                : Classified.of(
                        StatementClass.DENIED, "several statements in one text, at least one of which writes", tables);
        return all.with(effects);
    }
}
