package dev.movex.core.schema;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a column takes when nothing is written to it, as far as every database can say it. */
sealed interface DefaultValue {
    /** A constant, by its text without quotes. */
    record Constant(String text) implements DefaultValue {}

    /** The time of the statement or the transaction. */
    record Now() implements DefaultValue {}

    /** A fresh random identifier. */
    record RandomUuid() implements DefaultValue {}

    /** An expression that another database can't be given. */
    record Other(String expression) implements DefaultValue {}

    Pattern NUMBER = Pattern.compile("\\(?(-?[0-9]+(?:\\.[0-9]+)?)\\)?(?:::[a-z0-9 ]+(?:\\([0-9, ]+\\))?)?");
    Pattern QUOTED = Pattern.compile("'((?:[^']|'')*)'(?:::.+)?", Pattern.DOTALL);

    /** Understands an expression of PostgreSQL, or one of MariaDB, which are written alike where they are simple. */
    static DefaultValue of(String expression) {
        String plain = expression.strip();
        Matcher number = NUMBER.matcher(plain);
        if (number.matches()) {
            return new Constant(number.group(1));
        }
        Matcher quoted = QUOTED.matcher(plain);
        // a backslash means itself to one server and more to another
        if (quoted.matches() && !plain.contains("\\")) {
            return new Constant(quoted.group(1).replace("''", "'"));
        }
        return switch (plain.toLowerCase(Locale.ROOT).replaceAll("\\([0-9]?\\)$", "")) {
            case "true" -> new Constant("1");
            case "false" -> new Constant("0");
            case "now", "current_timestamp", "transaction_timestamp", "localtimestamp" -> new Now();
            case "gen_random_uuid", "uuid", "uuidv4", "uuidv7", "uuid_generate_v1", "uuid_generate_v4" ->
                new RandomUuid();
            default -> new Other(plain);
        };
    }
}
