package dev.movex.springboot;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the document of the API says of a route, beyond its path and role.
 *
 * @param summary a sentence
 * @param status the status of success
 * @param answer the record that is answered; null for one that is no JSON
 * @param paged whether it answers a page of such records
 * @param body the record that describes the body; null if there is none
 * @param parameters query parameters and headers beyond those of pages
 * @param refusals statuses of problems beyond those that every route may answer
 */
record RouteDoc(
        String summary,
        int status,
        @Nullable Class<?> answer,
        boolean paged,
        @Nullable Class<?> body,
        List<Parameter> parameters,
        List<Integer> refusals) {
    static final RouteDoc NONE = new RouteDoc("", 200, null, false, null, List.of(), List.of());

    /**
     * A query parameter or header.
     *
     * @param name its name
     * @param in {@code query} or {@code header}
     * @param needed whether it must be there
     * @param says what it is for
     */
    record Parameter(String name, String in, boolean needed, String says) {
        static final Parameter KEY = new Parameter(
                "Idempotency-Key", "header", false, "The same key gets the same answer, and nothing is done twice.");
        static final Parameter DRY_RUN = new Parameter(
                "dry_run",
                "query",
                false,
                "'true': change nothing, and tell what would be done. Needs neither key nor epoch.");
        static final Parameter IF_MATCH = new Parameter(
                "If-Match", "header", true, "The ETag of the migration: the epoch that the caller has seen.");
    }

    static RouteDoc of(String summary, Class<?> answer) {
        return new RouteDoc(summary, 200, answer, false, null, List.of(), List.of());
    }

    static RouteDoc pageOf(String summary, Class<?> answer) {
        return new RouteDoc(summary, 200, answer, true, null, List.of(), List.of());
    }

    RouteDoc status(int value) {
        return new RouteDoc(summary, value, answer, paged, body, parameters, refusals);
    }

    RouteDoc body(Class<?> value) {
        return new RouteDoc(summary, status, answer, paged, value, parameters, refusals);
    }

    RouteDoc query(String name, boolean needed, String says) {
        return with(new Parameter(name, "query", needed, says));
    }

    RouteDoc with(Parameter parameter) {
        List<Parameter> all = new ArrayList<>(parameters);
        all.add(parameter);
        return new RouteDoc(summary, status, answer, paged, body, List.copyOf(all), refusals);
    }

    RouteDoc refuses(Integer... statuses) {
        return new RouteDoc(summary, status, answer, paged, body, parameters, List.of(statuses));
    }
}
