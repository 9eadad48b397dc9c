package dev.movex.server;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Refuses requests that were sent to another name than this machine's own, or those that were configured. A name that an outsider has pointed to
 * 127.0.0.1 would let pages of theirs call the routes as if they came from here.
 */
final class LocalHostValve extends ValveBase {
    private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "[::1]", "::1");

    private final Set<String> names;

    /** @param names the names that are answered to; empty for those of this machine itself */
    LocalHostValve(Collection<String> names) {
        super(true);
        this.names = names.isEmpty() ? NAMES : Set.copyOf(names);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (names.contains(request.getServerName())) {
            getNext().invoke(request, response);
        } else {
            response.sendError(403);
        }
    }
}
