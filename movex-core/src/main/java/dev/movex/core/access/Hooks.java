package dev.movex.core.access;

import java.time.Clock;

/**
 * What a worker asks for besides the databases, so that tests can rule over it.
 *
 * @param pauser lets time pass
 * @param steps is told of named steps
 * @param clock tells the time that records carry
 */
public record Hooks(Pauser pauser, Steps steps, Clock clock) {
    /** Returns the hooks of real life. */
    public static Hooks real() {
        return new Hooks(Pauser.real(), Steps.none(), Clock.systemUTC());
    }

    /** Returns the hooks with other steps. */
    public Hooks withSteps(Steps other) {
        return new Hooks(pauser, other, clock);
    }

    /** Returns the hooks with another pauser. */
    public Hooks withPauser(Pauser other) {
        return new Hooks(other, steps, clock);
    }
}
