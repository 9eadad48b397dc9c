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

/** A request, as handlers see it. Belongs to one thread. */
final class Call {
    /** No body that is understood comes near it. */
    private static final int MOST_BODY_BYTES = 64 * 1024;

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
