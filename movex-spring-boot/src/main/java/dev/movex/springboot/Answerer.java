package dev.movex.springboot;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.movex.core.MigrationState;
import dev.movex.scheduler.Migration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * Has a route answer a request, and does around it what all routes need: errors become answers, every answer is logged,
 * counted and written in the envelope. Writes JSON by itself, so that it looks the same in every application, however
 * that has set up its own.
 */
final class Answerer {
    private static final Logger LOG = LoggerFactory.getLogger(Answerer.class);
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .addMixIn(MigrationState.class, StateByName.class)
            .build();

    private final ResultCounter counter;

    Answerer(ResultCounter counter) {
        this.counter = counter;
    }

    /** States are written as the API calls them. */
    @FunctionalInterface
    private interface StateByName {
        @JsonValue
        String wire();
    }

    ServerResponse answer(ServerRequest request, String name, Route.Handler handler) {
        Call call = new Call(request.servletRequest());
        Reply reply;
        try {
            checkOrigin(request);
            reply = handle(handler, call);
        } catch (Exception e) {
            reply = Refusals.of(e);
        }
        counter.count(name, reply);
        log(request.method(), name, call.who(), reply);
        return write(reply);
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
        if ("cross-site".equals(site)) {
            throw new RefusedCallException(
                    Reply.refused(403, "CROSS_SITE", "Pages of other sites may not call this. Call it from here."));
        }
    }

    private static void log(HttpMethod method, String name, String who, Reply reply) {
        if (method.equals(HttpMethod.POST)) {
            LOG.info("{} by {}: status {}, code {}, {}", name, who, reply.status(), reply.code(), reply.msg());
        } else {
            LOG.debug("{} by {}: status {}, code {}", name, who, reply.status(), reply.code());
        }
    }

    private static ServerResponse write(Reply reply) {
        byte[] bytes = JSON.writeValueAsBytes(reply.envelope());
        return ServerResponse.status(reply.status())
                .contentType(MediaType.APPLICATION_JSON)
                .contentLength(bytes.length)
                .cacheControl(CacheControl.noStore())
                .headers(headers -> reply.headers().forEach(headers::set))
                .build((request, response) -> {
                    response.getOutputStream().write(bytes);
                    return null;
                });
    }
}
