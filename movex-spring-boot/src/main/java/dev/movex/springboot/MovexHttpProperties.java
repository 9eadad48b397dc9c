package dev.movex.springboot;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the routes are, and who may call them.
 *
 * @param enabled Whether the HTTP routes of the migrations are mounted.
 * @param prefix Path under which the routes with the envelope are mounted, such as /movex; empty for the root.
 * @param apiPrefix Path under which the resources are mounted, such as /api/v1.
 * @param access Who may call: callers on this machine (loopback), those who have a role (roles), or whoever the
 *     application lets through (application).
 * @param rolePrefix What stands before viewer, operator and admin in the names of the application's roles.
 * @param callsPerSecond How many calls per second one caller may make; 0 for any number.
 */
@ConfigurationProperties("movex.http")
public record MovexHttpProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("/movex") String prefix,
        @DefaultValue("/api/v1") String apiPrefix,
        @DefaultValue("loopback") Access access,
        @DefaultValue("movex-") String rolePrefix,
        @DefaultValue("20") int callsPerSecond) {
    /** Who may call. */
    public enum Access {
        /** Callers on this machine, whoever they are. */
        LOOPBACK,
        /** Those who have the role that a route asks for. */
        ROLES,
        /** Whoever the application lets through. */
        APPLICATION
    }

    public MovexHttpProperties {
        check("movex.http.prefix", prefix);
        check("movex.http.api-prefix", apiPrefix);
        if (callsPerSecond < 0) {
            throw new IllegalArgumentException("movex.http.calls-per-second must not be negative");
        }
        if (prefix.equals(apiPrefix)) {
            throw new IllegalArgumentException("movex.http.prefix and movex.http.api-prefix must be two paths");
        }
    }

    private static void check(String name, String prefix) {
        if (!prefix.matches("(/[A-Za-z0-9._~-]+)*")) {
            throw new IllegalArgumentException(name + " must be empty, or like /movex or /admin/movex, without a"
                    + " slash at its end; it is '" + prefix + "'");
        }
    }

    RouteAccess routeAccess() {
        return switch (access) {
            case LOOPBACK -> RouteAccess.loopback();
            case ROLES -> RouteAccess.roles(rolePrefix);
            case APPLICATION -> RouteAccess.application();
        };
    }
}
