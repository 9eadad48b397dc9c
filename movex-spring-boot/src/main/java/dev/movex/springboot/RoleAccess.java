package dev.movex.springboot;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Map;

/** Asks the request's security for a role that includes the one that is needed. */
final class RoleAccess implements RouteAccess {
    private final String prefix;

    RoleAccess(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public void check(HttpServletRequest request, Role needed) {
        if (request.getUserPrincipal() == null) {
            throw new RefusedCallException(new Reply(
                            401,
                            Reply.REFUSAL,
                            "Nobody knows who calls. Send a token or a user's name and password.",
                            Map.of("error", "WHO_ARE_YOU", "remedy", "Send a token or a user's name and password."))
                    .with("WWW-Authenticate", "Bearer realm=\"movex\""));
        }
        if (Arrays.stream(Role.values()).noneMatch(role -> role.includes(needed) && has(request, role))) {
            throw new RefusedCallException(Reply.refused(
                    403,
                    "ROLE_MISSING",
                    "This needs the role " + needed.wire() + ".",
                    "Ask for the role, or ask somebody who has it."));
        }
    }

    private boolean has(HttpServletRequest request, Role role) {
        return request.isUserInRole(prefix + role.wire());
    }
}
