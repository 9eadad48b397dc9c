package dev.movex.cli;

import dev.movex.core.MovexException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the HTTP API of a running migration. */
final class HttpApi {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String base;
    private final String token;

    /**
     * @param base where the API is mounted, such as {@code http://127.0.0.1:8080/movex}
     * @param token what shows who asks; empty where nobody has to
     */
    HttpApi(String base, String token) {
        this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        this.token = token;
    }

    /**
     * Returns what a resource answers.
     *
     * @throws MovexException if nobody answers, or what answers is not Movex
     * @throws RefusedException if Movex refuses
     */
    JsonNode resource(String path) {
        return answer(path, send(HttpRequest.newBuilder(uri(path)).GET()));
    }

    /** As {@link #resource}, for a request that changes something; an empty body is none. */
    JsonNode post(String path, String body) {
        return post(path, body, LIMIT);
    }

    /** As the other method, for what may take its time. */
    JsonNode post(String path, String body, Duration limit) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return answer(path, send(request.POST(HttpRequest.BodyPublishers.ofString(body)), limit));
    }

    /** As {@link #post}, for a change that is made only at the epoch that the caller has seen. */
    JsonNode postAt(long epoch, String path, String body, Duration limit) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .header("If-Match", "\"" + epoch + "\"");
        return answer(path, send(request.POST(HttpRequest.BodyPublishers.ofString(body)), limit));
    }

    /** As {@link #post}, for what is taken away. */
    JsonNode delete(String path) {
        return answer(path, send(HttpRequest.newBuilder(uri(path)).DELETE()));
    }

    private JsonNode answer(String path, HttpResponse<String> response) {
        JsonNode answer = json(path, response);
        if (response.statusCode() / 100 == 2) {
            return answer;
        }
        if (answer.has("code") && answer.has("detail")) {
            throw new RefusedException(
                    answer.path("code").asString(""),
                    answer.path("detail").asString(""),
                    answer.path("remedy").asString("See docs/http-api.md."));
        }
        throw notMovex(path, response);
    }

    private JsonNode json(String path, HttpResponse<String> response) {
        try {
            return JsonMapper.shared().readTree(response.body());
        } catch (JacksonException e) {
            throw notMovex(path, response);
        }
    }

    /**
     * Returns the data of an answer.
     *
     * @throws MovexException if nobody answers, or what answers is not Movex
     * @throws RefusedException if Movex refuses
     */
    JsonNode get(String path) {
        HttpResponse<String> response = send(HttpRequest.newBuilder(uri(path)).GET());
        JsonNode envelope = envelope(path, response);
        if (envelope.path("code").asInt(-1) != 0) {
            String error = envelope.path("data").path("error").asString("REFUSED");
            throw new RefusedException(error, envelope.path("msg").asString(""), "See docs/http-api.md.");
        }
        return envelope.path("data");
    }

    private URI uri(String path) {
        try {
            URI uri = URI.create(base + path);
            if (uri.getScheme() != null && uri.getScheme().startsWith("http") && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new MovexException(
                "URL", "The URL " + base + " is not one of HTTP.", "Write --url http://127.0.0.1:8080/movex.");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, LIMIT);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, Duration limit) {
        try {
            if (!token.isEmpty()) {
                request.header("Authorization", "Bearer " + token);
            }
            HttpResponse<String> response =
                    client.send(request.timeout(limit).build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == 401) {
                throw new RefusedException(
                        "NOT_AUTHENTICATED",
                        "The server wants to know who asks.",
                        "Put a token into the environment variable " + ApiToken.VARIABLE
                                + ", or into a file that --token-file names.");
            }
            return response;
        } catch (IOException e) {
            throw new MovexException(
                    "NO_ANSWER",
                    "Nobody answers at " + base + " (" + e.getClass().getSimpleName() + ").",
                    "Start the application or the server, or name its address with --url.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MovexException("INTERRUPTED", "The question was interrupted.", "Ask again.", e);
        }
    }

    private JsonNode envelope(String path, HttpResponse<String> response) {
        JsonNode envelope = json(path, response);
        if (envelope.has("code") && envelope.has("data")) {
            return envelope;
        }
        throw notMovex(path, response);
    }

    private MovexException notMovex(String path, HttpResponse<String> response) {
        return new MovexException(
                "NOT_MOVEX",
                "What answers at " + base + path + " is not Movex (HTTP status " + response.statusCode() + ").",
                "Name the address under which its API is mounted, with the prefix, with --url.");
    }
}
