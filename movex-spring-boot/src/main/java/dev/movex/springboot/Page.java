package dev.movex.springboot;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Some items of a list.
 *
 * @param items the items
 * @param next the cursor of the next page; null if there is none
 */
record Page<T>(List<T> items, @Nullable String next) {
    static final int USUAL = 50;
    static final int MOST = 500;

    /** What a call asks for. */
    record Wanted(int limit, Cursor cursor) {
        static Wanted of(Call call) {
            String limit = call.parameter("limit").orElse(Integer.toString(USUAL));
            if (!limit.matches("[1-9][0-9]{0,3}") || Integer.parseInt(limit) > MOST) {
                throw new RefusedCallException(Reply.refused(
                        400,
                        "BAD_PARAMETER",
                        "Parameter 'limit' is not a whole number from 1 to " + MOST + ".",
                        "Give such a number, or leave it out for " + USUAL + "."));
            }
            return new Wanted(
                    Integer.parseInt(limit), Cursor.of(call.parameter("cursor").orElse("")));
        }
    }

    /** Cuts a page out of a list that is in memory; the cursor counts. */
    static <T> Page<T> cut(List<T> all, Wanted wanted) {
        int from = (int) Math.min(wanted.cursor().number(), all.size());
        int to = Math.min(from + wanted.limit(), all.size());
        return new Page<>(all.subList(from, to), to < all.size() ? new Cursor(Integer.toString(to)).text() : null);
    }

    <R> Page<R> map(Function<T, R> form) {
        return new Page<>(items.stream().map(form).toList(), next);
    }
}
