package dev.movex.springboot;

import dev.movex.scheduler.Migration;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Has a route answer a request, and does around it what all routes need: who may call is checked, errors become answers,
 * every answer is logged, counted and written in one form. Writes JSON by itself, so that it looks the same in every
 * application, however that has set up its own.
 */
final class Answerer {
    private static final Logger LOG = LoggerFactory.getLogger(Answerer.class);

    private final ResultCounter counter;
    private final RouteAccess access;
    private final RateLimit limit;
    private final ObservationRegistry observations;
    private final Form form;

    Answerer(ResultCounter counter, RouteAccess access, RateLimit limit, ObservationRegistry observations, Form form) {
        this.counter = counter;
        this.observations = observations;
        this.access = access;
        this.limit = limit;
        this.form = form;
    }

    /** The form of answers. */
    enum Form {
        /** Everything in {@link Envelope}. */
        ENVELOPE,
        /** What was asked for as it is; refusals and failures as problems of RFC 9457. */
        PLAIN
    }

    ServerResponse answer(ServerRequest request, Route route, Map<String, String> variables) {
        return answer(request, route.path(), route.role(), variables, route.handler());
    }

    ServerResponse answer(
            ServerRequest request, String name, Role role, Map<String, String> variables, Route.Handler handler) {
        return Observation.createNotStarted("movex.http.call", observations)
                .lowCardinalityKeyValue("route", name)
                .lowCardinalityKeyValue("method", request.method().name())
                .observe(() -> answered(request, name, role, variables, handler));
    }

    private ServerResponse answered(
            ServerRequest request, String name, Role role, Map<String, String> variables, Route.Handler handler) {
        Call call = new Call(request.servletRequest(), variables, access);
        Reply reply;
        try {
            checkOrigin(request);
            limit.take(call.who());
            call.require(role);
            reply = handle(handler, call);
        } catch (Exception e) {
            reply = Refusals.of(e);
        }
        counter.count(name, reply);
        log(request.method(), name, call.who(), reply);
        return write(reply, call.path());
    }

    /** Work that goes on in the background must not hold on to the class loader of the web server that it was asked through. */
    private static Reply handle(Route.Handler handler, Call call) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Migration.class.getClassLoader());
        try {
            return handler.handle(call);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** A page of another site, open in the browser of somebody who may call us, must not be able to do so. */
    private static void checkOrigin(ServerRequest request) {
        String site = request.headers().firstHeader("Sec-Fetch-Site");
        String origin = request.headers().firstHeader("Origin");
        String host = request.headers().firstHeader("Host");
        boolean changes = !looks(request.method());
        boolean elsewhere = origin != null && !origin.endsWith("://" + host);
        if ("cross-site".equals(site) || changes && elsewhere) {
            throw new RefusedCallException(
                    Reply.refused(403, "CROSS_SITE", "Pages of other sites may not call this.", "Call it from here."));
        }
    }

    private static boolean looks(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    private static void log(HttpMethod method, String name, String who, Reply reply) {
        if (looks(method)) {
            LOG.debug("{} by {}: status {}, code {}", name, who, reply.status(), reply.code());
        } else {
            LOG.info(
                    "{} {} by {}: status {}, code {}, {}",
                    method,
                    name,
                    who,
                    reply.status(),
                    reply.code(),
                    reply.msg());
        }
    }

    private ServerResponse write(Reply reply, String path) {
        if (reply.data() instanceof EventStream stream) {
            return stream.open();
        }
        if (reply.data() instanceof PlainText text) {
            return write(
                    reply,
                    MediaType.parseMediaType(text.mediaType()),
                    text.text().getBytes(StandardCharsets.UTF_8));
        }
        boolean problem = form == Form.PLAIN && reply.status() >= 400;
        Object body = form == Form.ENVELOPE ? reply.envelope() : problem ? Problems.of(reply, path) : reply.data();
        byte[] bytes = body == null ? new byte[0] : Json.bytes(body);
        return write(
                reply, problem ? MediaType.parseMediaType(Problems.MEDIA_TYPE) : MediaType.APPLICATION_JSON, bytes);
    }

    private static ServerResponse write(Reply reply, MediaType type, byte[] bytes) {
        return ServerResponse.status(reply.status())
                .contentType(type)
                .contentLength(bytes.length)
                .cacheControl(CacheControl.noStore())
                .headers(headers -> {
                    headers.set("X-Content-Type-Options", "nosniff");
                    reply.headers().forEach(headers::set);
                })
                .build((request, response) -> {
                    response.getOutputStream().write(bytes);
                    return null;
                });
    }
}
