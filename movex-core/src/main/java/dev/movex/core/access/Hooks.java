package dev.movex.core.access;

/**
 * What a worker asks for besides the databases, so that tests can rule over it.
 *
 * @param pauser lets time pass
 * @param steps is told of named steps
 */
public record Hooks(Pauser pauser, Steps steps) {
    /** Returns the hooks of real life. */
    public static Hooks real() {
        return new Hooks(Pauser.real(), Steps.none());
    }
}
