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
 * Finds the route of a request under the prefix. Requests elsewhere are the application's own and are left alone; under
 * the root as prefix these are all whose path is not known.
 */
final class MovexRoutes implements RouterFunction<ServerResponse> {
    private final String prefix;
    private final List<Route> routes;
    private final Answerer answerer;

    MovexRoutes(String prefix, List<Route> routes, Answerer answerer) {
        this.prefix = prefix;
        this.routes = List.copyOf(routes);
        this.answerer = answerer;
    }

    @Override
    public Optional<HandlerFunction<ServerResponse>> route(ServerRequest request) {
        String path = request.requestPath().pathWithinApplication().value();
        if (!path.equals(prefix) && !path.startsWith(prefix + "/")) {
            return Optional.empty();
        }
        String rest = path.substring(prefix.length());
        List<Route> here = routes.stream().filter(r -> r.path().equals(rest)).toList();
        if (here.isEmpty()) {
            return prefix.isEmpty() ? Optional.empty() : Optional.of(r -> answerer.answer(r, "unknown", this::unknown));
        }
        return Optional.of(here.stream()
                .filter(r -> r.takes(request.method()))
                .findFirst()
                .<HandlerFunction<ServerResponse>>map(r -> asked -> answerer.answer(asked, r.path(), r.handler()))
                .orElseGet(() -> asked -> otherMethod(asked, here)));
    }

    private Reply unknown(Call call) {
        String known =
                routes.stream().map(r -> r.method() + " " + prefix + r.path()).collect(joining(", "));
        return Reply.refused(404, "NO_SUCH_ROUTE", "There is no such path. Known are " + known + ".");
    }

    private ServerResponse otherMethod(ServerRequest request, List<Route> here) {
        String allowed = here.stream()
                .flatMap(r -> r.takes(HttpMethod.HEAD)
                        ? Stream.of("GET", "HEAD")
                        : Stream.of(r.method().name()))
                .collect(joining(", "));
        return answerer.answer(
                request,
                here.get(0).path(),
                call -> new Reply(
                        405,
                        Reply.REFUSAL,
                        "The path takes " + allowed + ", not " + request.method() + ".",
                        Map.of("error", "METHOD_NOT_ALLOWED", "allow", allowed),
                        Map.of(HttpHeaders.ALLOW, allowed)));
    }
}
