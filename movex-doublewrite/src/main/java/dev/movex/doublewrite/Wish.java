package dev.movex.doublewrite;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The generated keys that the application asks a statement for.
 *
 * @param wanted whether it asks
 * @param list the columns as a RETURNING list; empty if none are asked for
 */
record Wish(boolean wanted, String list) {
    static final Wish NONE = new Wish(false, "");
    static final Wish ALL = new Wish(true, "*");

    /** Returns the wish of a call of JDBC by the argument that carries it. */
    static Wish of(Object argument) {
        if (argument instanceof Integer flag) {
            return flag == java.sql.Statement.RETURN_GENERATED_KEYS ? ALL : NONE;
        }
        if (argument instanceof String[] columns && columns.length > 0) {
            String list = Arrays.stream(columns)
                    .map(c -> '"' + c.replace("\"", "\"\"") + '"')
                    .collect(Collectors.joining(", "));
            return new Wish(true, list);
        }
        return NONE;
    }
}
