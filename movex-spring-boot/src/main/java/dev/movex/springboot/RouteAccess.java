package dev.movex.springboot;

import jakarta.servlet.http.HttpServletRequest;

/** Decides whether a request may be answered. Thread-safe. */
@FunctionalInterface
public interface RouteAccess {
    /**
     * Refuses a request by an exception, or lets it pass.
     *
     * @param needed the role that its route asks for
     */
    void check(HttpServletRequest request, Role needed);

    /** Returns the one that lets callers of this machine pass, whoever they are, and nobody else. */
    static RouteAccess loopback() {
        return new LoopbackAccess();
    }

    /**
     * Returns the one that asks the request's security for a role, under its wire name or that of a role that includes
     * it: {@code movex-viewer} and so on with the prefix {@code movex-}.
     */
    static RouteAccess roles(String prefix) {
        return new RoleAccess(prefix);
    }

    /** Returns the one that leaves it to what stands before the routes. */
    static RouteAccess application() {
        return (request, needed) -> {};
    }
}
