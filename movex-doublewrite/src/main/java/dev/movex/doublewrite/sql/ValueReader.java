package dev.movex.doublewrite.sql;

import static dev.movex.doublewrite.sql.ReplayParser.require;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import dev.movex.doublewrite.sql.Token.Kind;
import java.util.EnumSet;
import java.util.Set;

/** Reads the values that mean the same on both sides: parameters and plain literals. */
final class ValueReader {
    /** Casts that do nothing but name a type whose input does not depend on the session. */
    private static final Set<String> CASTS = Set.of(
            "uuid",
            "json",
            "jsonb",
            "text",
            "varchar",
            "int",
            "int2",
            "int4",
            "int8",
            "integer",
            "bigint",
            "smallint",
            "numeric",
            "bool",
            "boolean",
            "inet",
            "bytea");

    private static final Set<ColumnKind> STRINGS =
            EnumSet.of(ColumnKind.TEXT, ColumnKind.CHAR, ColumnKind.UUID, ColumnKind.ENUM, ColumnKind.JSON);
    private static final Set<ColumnKind> NUMBERS =
            EnumSet.of(ColumnKind.INTEGER, ColumnKind.DECIMAL, ColumnKind.FLOAT, ColumnKind.TEXT);

    private ValueReader() {}

    static Value read(TokenReader reader, Column column) throws NotReplayable {
        boolean negative = reader.acceptSymbol("-");
        Token token = reader.next();
        Value value;
        if (token.kind() == Kind.PARAMETER && !negative) {
            value = new Value(token.parameter(), null);
        } else if (token.kind() == Kind.NUMBER) {
            require(NUMBERS.contains(column.kind()), "a number for a column of another kind");
            value = new Value(0, (negative ? "-" : "") + token.text());
        } else if (token.kind() == Kind.STRING && !negative) {
            require(STRINGS.contains(column.kind()), "a literal that the database must interpret");
            value = new Value(0, token.text());
        } else {
            require(
                    !negative && (token.is("null") || token.is("true") || token.is("false")),
                    "a value is an expression");
            value = new Value(0, null);
        }
        if (reader.acceptSymbol("::")) {
            require(CASTS.contains(reader.next().text()) && !reader.peek().symbol("."), "a cast");
            require(!reader.peek().symbol("(") && !reader.peek().symbol("["), "a cast");
        }
        return value;
    }
}
