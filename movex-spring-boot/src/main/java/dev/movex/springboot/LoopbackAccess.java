package dev.movex.springboot;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;

/**
 * Answers calls that come from this machine and were sent to a name of this machine's own. A name that an outsider has
 * pointed to 127.0.0.1 would let pages of theirs call as if they came from here; and what a proxy hands on comes from
 * somewhere else.
 */
final class LoopbackAccess implements RouteAccess {
    private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "[::1]", "::1", "[0:0:0:0:0:0:0:1]");
    private static final String REMEDY =
            "Call it from this machine as 127.0.0.1 or localhost, or configure who may call it (docs/security.md).";

    @Override
    public void check(HttpServletRequest request, Role needed) {
        if (!loopback(request.getRemoteAddr())) {
            throw refusal("The routes answer to callers on this machine alone, while nobody has to say who they are.");
        }
        if (!NAMES.contains(request.getServerName())) {
            throw refusal("The routes answer to 127.0.0.1 and localhost alone, not to other names of this machine.");
        }
        if (request.getHeader("X-Forwarded-For") != null || request.getHeader("Forwarded") != null) {
            throw refusal("The request was handed on by a proxy, so it does not come from this machine.");
        }
    }

    private static boolean loopback(String address) {
        try {
            // a literal address: nothing is looked up
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static RefusedCallException refusal(String what) {
        return new RefusedCallException(Reply.refused(403, "NOT_FROM_HERE", what, REMEDY));
    }
}
