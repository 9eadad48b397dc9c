package dev.movex.core.plan;

import dev.movex.core.plan.RowCondition.Bucket;
import dev.movex.core.plan.RowCondition.Compared;
import dev.movex.core.plan.RowCondition.Nullness;
import dev.movex.core.plan.RowCondition.OneOf;
import dev.movex.core.plan.RowCondition.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the condition of a mapping; see {@link TableMapping#rows}. Used once. */
final class ConditionReader {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<text>'(?:[^']|'')*')|(?<quoted>\"[^\"]+\"|`[^`]+`)|(?<number>-?[0-9]+(?:\\.[0-9]+)?)"
                    + "|(?<word>[\\p{L}_][\\p{L}\\p{N}_$]*)|(?<symbol><>|!=|<=|>=|[<>=(),]))");

    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private ConditionReader() {}

    private enum Kind {
        TEXT,
        NAME,
        NUMBER,
        WORD,
        SYMBOL,
        END
    }

    private record Token(Kind kind, String text) {
        boolean is(String word) {
            return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equalsIgnoreCase(word);
        }
    }

    /**
     * Reads conditions that are joined by AND.
     *
     * @throws IllegalArgumentException if the text is none; its message says what was expected, without values
     */
    static List<RowCondition> read(String text) {
        ConditionReader reader = new ConditionReader();
        reader.cut(text);
        List<RowCondition> conditions = new ArrayList<>();
        do {
            reader.condition(conditions);
        } while (reader.accept("and"));
        if (reader.peek().kind() != Kind.END) {
            throw reader.expected("AND or the end");
        }
        return conditions;
    }

    private void cut(String text) {
        Matcher matcher = TOKEN.matcher(text);
        int from = 0;
        while (matcher.find(from) && matcher.start() == from) {
            from = matcher.end();
            if (matcher.group("text") != null) {
                String quoted = matcher.group("text");
                tokens.add(new Token(
                        Kind.TEXT, quoted.substring(1, quoted.length() - 1).replace("''", "'")));
            } else if (matcher.group("quoted") != null) {
                String quoted = matcher.group("quoted");
                tokens.add(new Token(Kind.NAME, quoted.substring(1, quoted.length() - 1)));
            } else if (matcher.group("number") != null) {
                tokens.add(new Token(Kind.NUMBER, matcher.group("number")));
            } else if (matcher.group("word") != null) {
                tokens.add(new Token(Kind.WORD, matcher.group("word")));
            } else {
                tokens.add(new Token(Kind.SYMBOL, matcher.group("symbol")));
            }
        }
        if (!text.substring(from).isBlank()) {
            at = tokens.size();
            throw expected("a name, a value or an operator");
        }
    }

    private void condition(List<RowCondition> to) {
        if (peek().is("bucket") && at + 1 < tokens.size() && tokens.get(at + 1).is("(")) {
            to.add(bucket());
            return;
        }
        String column = name();
        if (accept("is")) {
            boolean not = accept("not");
            require("null");
            to.add(new Nullness(column, !not));
        } else if (accept("in")) {
            require("(");
            List<String> literals = new ArrayList<>();
            do {
                literals.add(literal());
            } while (accept(","));
            require(")");
            to.add(new OneOf(column, literals));
        } else if (accept("between")) {
            to.add(new Compared(column, Operator.GREATER_OR_EQUAL, literal()));
            require("and");
            to.add(new Compared(column, Operator.LESS_OR_EQUAL, literal()));
        } else {
            to.add(new Compared(column, operator(), literal()));
        }
    }

    private RowCondition bucket() {
        at += 2;
        String column = name();
        require(",");
        int buckets = number();
        require(")");
        require("=");
        int bucket = number();
        if (buckets < 1 || bucket >= buckets) {
            throw expected("a bucket from 0 to one less than their number");
        }
        return new Bucket(column, buckets, bucket);
    }

    private String name() {
        Token token = next();
        if (token.kind() != Kind.WORD && token.kind() != Kind.NAME) {
            throw expected("the name of a column");
        }
        return token.text();
    }

    private String literal() {
        Token token = next();
        if (token.kind() == Kind.TEXT || token.kind() == Kind.NUMBER) {
            return token.text();
        }
        if (token.is("true") || token.is("false")) {
            return token.is("true") ? "1" : "0";
        }
        throw expected("a value: a number, 'a text', TRUE or FALSE");
    }

    private int number() {
        Token token = next();
        if (token.kind() != Kind.NUMBER || !token.text().matches("[0-9]{1,6}")) {
            throw expected("a whole number");
        }
        return Integer.parseInt(token.text());
    }

    private Operator operator() {
        String symbol = next().text().replace("!=", "<>").toLowerCase(Locale.ROOT);
        return Arrays.stream(Operator.values())
                .filter(o -> o.sql().equals(symbol))
                .findFirst()
                .orElseThrow(() -> expected("an operator"));
    }

    private boolean accept(String word) {
        boolean there = peek().is(word);
        at += there ? 1 : 0;
        return there;
    }

    private void require(String word) {
        if (!accept(word)) {
            at++;
            throw expected(word.toUpperCase(Locale.ROOT));
        }
    }

    private Token peek() {
        return at < tokens.size() ? tokens.get(at) : new Token(Kind.END, "");
    }

    private Token next() {
        Token token = peek();
        at++;
        return token;
    }

    private IllegalArgumentException expected(String what) {
        return new IllegalArgumentException("Its part " + Math.max(1, at) + " should be " + what + ".");
    }
}
