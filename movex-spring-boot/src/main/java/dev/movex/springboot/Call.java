package dev.movex.springboot;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.util.UriComponentsBuilder;

/** A request, as handlers see it. Belongs to one thread. */
final class Call {
    /** No body that is understood comes near it. */
    private static final int MOST_BODY_BYTES = 64 * 1024;

    private static final String DRY_RUN = RouteDoc.Parameter.DRY_RUN.name();

    private final HttpServletRequest request;
    private final Map<String, String> variables;
    private final RouteAccess access;
    private byte @Nullable [] read;

    Call(HttpServletRequest request, Map<String, String> variables, RouteAccess access) {
        this.request = request;
        this.variables = Map.copyOf(variables);
        this.access = access;
    }

    /** Returns who asks: the name that the application's security knows, or else the address. */
    String who() {
        Principal principal = request.getUserPrincipal();
        return principal == null ? "http:" + request.getRemoteAddr() : principal.getName();
    }

    /** Refuses the call unless the caller has a role, beyond the one that the route asks for. */
    void require(Role role) {
        access.check(request, role);
    }

    String method() {
        return request.getMethod();
    }

    String path() {
        return request.getRequestURI();
    }

    /** Returns what stands in the place of a name of the route's path. */
    String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(request.getParameter(name));
    }

    /**
     * Returns whether the caller wants to know what would be done, of what changes something. Another parameter is refused:
     * one that is misspelt must not do it.
     */
    boolean dryRun() {
        // not the parameters of a form, which is no body that is understood
        Map<String, String> query = UriComponentsBuilder.newInstance()
                .query(request.getQueryString())
                .build()
                .getQueryParams()
                .toSingleValueMap();
        for (String name : query.keySet()) {
            if (!name.equals(DRY_RUN)) {
                throw badParameter("Parameter '" + name + "' is not known; known is '" + DRY_RUN + "'.");
            }
        }
        String value = query.getOrDefault(DRY_RUN, "false");
        if (!value.equals("true") && !value.equals("false")) {
            throw badParameter("Parameter '" + DRY_RUN + "' must be true or false.");
        }
        return value.equals("true");
    }

    private static RefusedCallException badParameter(String msg) {
        return new RefusedCallException(Reply.refused(
                400, "BAD_PARAMETER", msg, "Nothing was done. Send " + DRY_RUN + "=true, or no parameter."));
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name)).map(String::strip).filter(h -> !h.isEmpty());
    }

    /** Reads the body; an empty one has no fields. */
    JsonBody body() throws IOException {
        byte[] bytes = bytes();
        if ((bytes.length > 0 || request.getContentLengthLong() > 0) && !json(request.getContentType())) {
            throw new RefusedCallException(Reply.refused(
                    415,
                    "NOT_JSON",
                    "The body must be JSON.",
                    "Send it with the header Content-Type: application/json."));
        }
        return JsonBody.of(bytes);
    }

    /** Returns the body as it was sent. */
    byte[] bytes() throws IOException {
        byte[] bytes = read;
        if (bytes == null) {
            bytes = request.getInputStream().readNBytes(MOST_BODY_BYTES + 1);
            read = bytes;
        }
        if (bytes.length > MOST_BODY_BYTES) {
            throw new RefusedCallException(Reply.refused(
                    413, "BODY_TOO_LARGE", "The body is larger than " + MOST_BODY_BYTES + " bytes.", "Send less."));
        }
        return bytes;
    }

    /** Refuses a body that has anything in it. */
    Call withoutBody() throws IOException {
        body().end();
        return this;
    }

    private static boolean json(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        try {
            MimeType type = MimeTypeUtils.parseMimeType(contentType);
            return type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON) || "json".equals(type.getSubtypeSuffix());
        } catch (InvalidMimeTypeException e) {
            return false;
        }
    }
}
