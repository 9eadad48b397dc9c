package dev.movex.server;

import java.io.IOException;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts into the envelope what no route has answered: paths outside the prefix, and requests that are no HTTP. Made by
 * Tomcat, by name. Says nothing of what is inside.
 */
public final class EnvelopeErrorValve extends ErrorReportValve {
    private static final Logger LOG = LoggerFactory.getLogger(EnvelopeErrorValve.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int REFUSAL = 4;
    private static final int FAILURE = 5;
    private static final Map<Integer, String> SENTENCES = Map.of(
            400, "The request is not valid HTTP.",
            403, "The server does not answer to this host name.",
            404, "There is no such path.",
            405, "The path does not take this method.",
            429, "Too many calls with a wrong token or password came from this address.");

    /** Creates the valve; for Tomcat. */
    public EnvelopeErrorValve() {}

    @Override
    protected void report(Request request, Response response, @Nullable Throwable error) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        if (error != null && status >= 500) {
            LOG.error("a request failed", error);
        }
        Envelope envelope = new Envelope(
                status < 500 ? REFUSAL : FAILURE,
                SENTENCES.getOrDefault(status, "The request can't be answered."),
                Map.of("error", "HTTP_" + status));
        write(response, JSON.writeValueAsBytes(envelope));
    }

    private static void write(Response response, byte[] bytes) {
        try {
            response.setContentType("application/json");
            response.setContentLength(bytes.length);
            response.setHeader("Cache-Control", "no-store");
            response.getOutputStream().write(bytes);
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            LOG.debug("the caller has gone", e);
        }
    }

    /** As {@code dev.movex.springboot} writes it. */
    private record Envelope(int code, String msg, Map<String, Object> data) {}
}
