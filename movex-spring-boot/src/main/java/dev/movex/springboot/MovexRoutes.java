package dev.movex.springboot;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Finds the route of a request under the prefix. Requests elsewhere are the application's own and are left alone; so are
 * those whose path is not known, unless the whole of what is below the prefix is Movex's.
 */
final class MovexRoutes implements RouterFunction<ServerResponse> {
    private final String prefix;
    private final boolean all;
    private final List<Route> routes;
    private final Answerer answerer;

    /** @param all whether paths below the prefix that are not known are answered, too */
    MovexRoutes(String prefix, boolean all, List<Route> routes, Answerer answerer) {
        this.prefix = prefix;
        this.all = all && !prefix.isEmpty();
        this.routes = List.copyOf(routes);
        this.answerer = answerer;
    }

    /** Returns the routes, for the document of the API. */
    List<Route> routes() {
        return routes;
    }

    @Override
    public Optional<HandlerFunction<ServerResponse>> route(ServerRequest request) {
        String path = request.requestPath().pathWithinApplication().value();
        if (!path.equals(prefix) && !path.startsWith(prefix + "/")) {
            return Optional.empty();
        }
        String rest = path.substring(prefix.length());
        List<Route> here = routes.stream()
                .filter(r -> r.template().match(rest).isPresent())
                .toList();
        if (here.isEmpty()) {
            return all
                    ? Optional.of(r -> answerer.answer(r, "unknown", Role.VIEWER, Map.of(), this::unknown))
                    : Optional.empty();
        }
        return Optional.of(here.stream()
                .filter(r -> r.takes(request.method()))
                .findFirst()
                .<HandlerFunction<ServerResponse>>map(r -> asked ->
                        answerer.answer(asked, r, r.template().match(rest).orElse(Map.of())))
                .orElseGet(() -> asked -> otherMethod(asked, here)));
    }

    private Reply unknown(Call call) {
        String known =
                routes.stream().map(r -> r.method() + " " + prefix + r.path()).collect(joining(", "));
        return Reply.refused(404, "NO_SUCH_ROUTE", "There is no such path.", "Known are " + known + ".");
    }

    private ServerResponse otherMethod(ServerRequest request, List<Route> here) {
        String allowed = here.stream()
                .flatMap(r -> r.takes(HttpMethod.HEAD)
                        ? Stream.of("GET", "HEAD")
                        : Stream.of(r.method().name()))
                .distinct()
                .collect(joining(", "));
        return answerer.answer(
                request,
                here.get(0).path(),
                Role.VIEWER,
                Map.of(),
                call -> new Reply(
                        405,
                        Reply.REFUSAL,
                        "The path takes " + allowed + ", not " + request.method() + ".",
                        Map.of("error", "METHOD_NOT_ALLOWED", "allow", allowed),
                        Map.of(HttpHeaders.ALLOW, allowed)));
    }
}
