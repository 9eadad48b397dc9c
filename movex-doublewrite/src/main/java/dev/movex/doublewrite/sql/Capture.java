package dev.movex.doublewrite.sql;

import static java.util.stream.Collectors.joining;

import dev.movex.core.plan.Column;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes a statement return the keys of the rows that it touches, by adding to its text and never by writing it anew.
 *
 * @param end where the statement ends in its text
 * @param returning whether the text has a RETURNING list of its own
 * @param qualifier the name that the table goes by in the statement, as it stands in the text
 * @param columns the columns that are returned: those of the key in the key's order, then those that the database
 *     fills from counters
 */
public record Capture(int end, boolean returning, String qualifier, List<Column> columns) {
    /** What the names of the added columns begin with. */
    public static final String PREFIX = "movex_key_";

    public Capture {
        columns = List.copyOf(columns);
    }

    /**
     * Returns the statement with the added columns at the end of its result, as canonical text.
     *
     * @param sql the statement's text
     * @param wished the columns that the application wants besides, as a RETURNING list; empty if none
     */
    public String sql(String sql, String wished) {
        String separator;
        if (returning) {
            separator = ", ";
        } else {
            separator = " RETURNING " + wished + (wished.isEmpty() ? "" : ", ");
        }
        return sql.substring(0, end) + separator + list();
    }

    private String list() {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> text(qualifier, columns.get(i)) + " AS " + PREFIX + (i + 1))
                .collect(joining(", "));
    }

    static String text(String qualifier, Column column) {
        return qualifier + ".\"" + column.name().replace("\"", "\"\"") + "\"::text";
    }
}
