package dev.movex.doublewrite.sql;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.PlannedTable;
import dev.movex.doublewrite.sql.Replay.KeyPart;
import dev.movex.doublewrite.sql.Replay.OfCounter;
import dev.movex.doublewrite.sql.Replay.OfParameter;
import dev.movex.doublewrite.sql.Replay.OfResult;
import dev.movex.doublewrite.sql.Replay.OfText;
import dev.movex.doublewrite.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Values in texts of MySQL and MariaDB, as ranges of tokens. */
final class MysqlValues {
    private static final Set<String> TYPED = Set.of("date", "time", "timestamp");

    private final TokenReader reader;
    private final MysqlSyntax syntax;

    MysqlValues(TokenReader reader, MysqlSyntax syntax) {
        this.reader = reader;
        this.syntax = syntax;
    }

    /**
     * Tokens that belong together.
     *
     * @param from the index of the first
     * @param to the index after the last
     */
    record Range(int from, int to) {
        int size() {
            return to - from;
        }
    }

    /** Splits tokens at commas that are outside parentheses. */
    List<Range> split(Range range) {
        List<Range> parts = new ArrayList<>();
        int from = range.from();
        while (from < range.to()) {
            int comma = reader.find(from, t -> t.symbol(","));
            int to = comma < 0 || comma > range.to() ? range.to() : comma;
            parts.add(new Range(from, to));
            from = to + 1;
        }
        return parts;
    }

    /** Returns whether a value is a parameter or a literal, and so the same whenever it is read. */
    boolean plain(Range value) {
        Token first = reader.token(value.from());
        Token second = reader.token(value.from() + 1);
        if (value.size() == 1) {
            return first.kind() == Kind.PARAMETER || first.isValue() || first.is("true") || first.is("false");
        }
        boolean negative = first.symbol("-") && second.kind() == Kind.NUMBER;
        boolean typed = TYPED.contains(first.text()) && second.kind() == Kind.STRING;
        return value.size() == 2 && (negative || typed);
    }

    boolean isNull(Range value) {
        return value.size() == 1 && reader.token(value.from()).is("null");
    }

    boolean isDefault(Range value) {
        return value.size() == 1 && reader.token(value.from()).is("default");
    }

    String text(Range value) {
        return reader.text(value.from(), value.to());
    }

    List<Integer> parameters(Range value) {
        return reader.parameters(value.from(), value.to());
    }

    /** Returns where a part of a key comes from that stands in a text. */
    KeyPart part(PlannedTable table, Column column, Range value) {
        Token first = reader.token(value.from());
        if (column.counted() && (isNull(value) || isDefault(value) || (zero(value) && !syntax.zeroCounts()))) {
            return new OfCounter();
        }
        if (value.size() == 1 && first.kind() == Kind.PARAMETER) {
            return new OfParameter(first.parameter());
        }
        boolean constant = value.size() == 1 && (first.kind() == Kind.NUMBER || first.kind() == Kind.STRING);
        boolean negative = value.size() == 2
                && first.symbol("-")
                && reader.token(value.from() + 1).kind() == Kind.NUMBER;
        String text = negative ? "-" + reader.token(value.from() + 1).text() : first.text();
        return constant || negative
                ? CanonicalText.of(table, column, text)
                        .<KeyPart>map(OfText::new)
                        .orElseGet(OfResult::new)
                : new OfResult();
    }

    private boolean zero(Range value) {
        return value.size() == 1 && reader.token(value.from()).text().matches("0+");
    }
}
