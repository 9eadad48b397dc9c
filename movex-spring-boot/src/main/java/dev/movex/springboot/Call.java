package dev.movex.springboot;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/** A request, as handlers see it. */
final class Call {
    /** No body that is understood comes near it. */
    private static final int MOST_BODY_BYTES = 64 * 1024;

    private final HttpServletRequest request;

    Call(HttpServletRequest request) {
        this.request = request;
    }

    /** Returns who asks: the name that the application's security knows, or else the address. */
    String who() {
        Principal principal = request.getUserPrincipal();
        return principal == null ? "http:" + request.getRemoteAddr() : principal.getName();
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(request.getParameter(name));
    }

    /** Reads the body; an empty one has no fields. */
    JsonBody body() throws IOException {
        byte[] bytes = request.getInputStream().readNBytes(MOST_BODY_BYTES + 1);
        if (bytes.length > MOST_BODY_BYTES) {
            throw new RefusedCallException(Reply.refused(
                    413, "BODY_TOO_LARGE", "The body is larger than " + MOST_BODY_BYTES + " bytes. Send less."));
        }
        if ((bytes.length > 0 || request.getContentLengthLong() > 0) && !json(request.getContentType())) {
            throw new RefusedCallException(Reply.refused(
                    415, "NOT_JSON", "The body must be JSON. Send it with the header Content-Type: application/json."));
        }
        return JsonBody.of(bytes);
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
