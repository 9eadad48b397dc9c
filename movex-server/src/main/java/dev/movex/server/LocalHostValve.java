package dev.movex.server;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Set;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Refuses requests that were sent to another name than this machine's own. A name that an outsider has pointed to
 * 127.0.0.1 would let pages of theirs call the routes as if they came from here.
 */
final class LocalHostValve extends ValveBase {
    private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "[::1]", "::1");

    LocalHostValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (NAMES.contains(request.getServerName())) {
            getNext().invoke(request, response);
        } else {
            response.sendError(403);
        }
    }
}
