package dev.movex.doublewrite.sql;

import dev.movex.core.plan.Column;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a statement return the keys of the rows that it touches, by adding to its text and never by writing it anew.
 *
 * @param end where the statement ends in its text
 * @param returning whether the text has a RETURNING list of its own
 * @param columns the columns that are returned: those of the key in the key's order, then those that the database
 *     fills from counters
 * @param texts the canonical texts of these columns as expressions
 * @param counter the counted column as RETURNING names it, empty if there is none, where a driver knows generated keys
 *     by their counter alone and returns no rows from batches; null where it returns whole rows
 */
public record Capture(
        int end,
        boolean returning,
        List<Column> columns,
        List<String> texts,
        @Nullable String counter) {
    /** What the names of the added columns begin with. */
    public static final String PREFIX = "movex_key_";

    public Capture {
        columns = List.copyOf(columns);
        texts = List.copyOf(texts);
    }

    static Capture of(TokenReader reader, boolean returning, Target target, List<Column> columns, Names names) {
        String counter = names.syntax().returnsCountersAlone()
                ? columns.stream()
                        .filter(Column::counted)
                        .map(c -> names.syntax().quote(c.name()))
                        .collect(Collectors.joining())
                : null;
        List<String> texts = names.texts(target.table(), target.qualifier(), columns);
        return new Capture(reader.endOffset(), returning, columns, texts, counter);
    }

    /**
     * Returns the statement with the added columns at the end of its result, as canonical text.
     *
     * @param sql the statement's text
     * @param wished the columns that the application wants besides, as a RETURNING list; empty if none
     */
    public String sql(String sql, String wished) {
        return sql.substring(0, end) + added(wished);
    }

    /** Returns what is added to the statement, at its end. */
    String added(String wished) {
        String own = wished.isEmpty() || counter == null ? wished : counter;
        String separator;
        if (returning) {
            separator = ", ";
        } else {
            separator = " RETURNING " + own + (own.isEmpty() ? "" : ", ");
        }
        return separator + list();
    }

    /** Returns the same for a text in which the statement ends further behind. */
    Capture movedBy(int characters) {
        return new Capture(end + characters, returning, columns, texts, counter);
    }

    private String list() {
        return IntStream.range(0, texts.size())
                .mapToObj(i -> texts.get(i) + " AS " + PREFIX + (i + 1))
                .collect(Collectors.joining(", "));
    }
}
