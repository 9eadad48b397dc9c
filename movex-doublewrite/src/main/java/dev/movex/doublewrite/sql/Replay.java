package dev.movex.doublewrite.sql;

import dev.movex.core.plan.Column;
import java.util.List;
import java.util.Map;

/**
 * How a statement is repeated on the secondary.
 *
 * @param sql the text for the secondary: the same statement, the table named as the secondary knows it, without
 *     RETURNING, with the columns that the primary fills from counters added
 * @param parameters the numbers of the statement's parameters in the order of {@code sql}; after them come the values
 *     of {@code generated}
 * @param keys where the parts of each row's key come from
 * @param generated the columns that the primary fills from counters
 * @param uses the columns that parameters are written to or compared with
 */
public record Replay(
        String sql,
        List<Integer> parameters,
        List<List<KeyPart>> keys,
        List<Column> generated,
        Map<Integer, Column> uses) {
    public Replay {
        parameters = List.copyOf(parameters);
        keys = List.copyOf(keys);
        generated = List.copyOf(generated);
        uses = Map.copyOf(uses);
    }

    /** Where a part of a key comes from. */
    public sealed interface KeyPart {}

    /**
     * A parameter.
     *
     * @param number its number
     */
    public record OfParameter(int number) implements KeyPart {}

    /**
     * A value in the text.
     *
     * @param value its canonical text
     */
    public record OfText(String value) implements KeyPart {}

    /** Given out by a counter. */
    public record OfCounter() implements KeyPart {}

    /** Known only when the statement has run. */
    public record OfResult() implements KeyPart {}
}
