package dev.movex.core.preflight;

/**
 * How the application will run while it is moved, which no database knows.
 *
 * @param members how many application processes
 * @param poolSize how many connections each of them holds to each side at most
 */
public record Expected(int members, int poolSize) {
    /** Connections of the copier, validator, repairer, sweeper, and the looks around. */
    private static final int OWN_CONNECTIONS = 8;

    /** Returns one process with a usual pool. */
    public static Expected usual() {
        return new Expected(1, 10);
    }

    /** Returns how many connections a side has to take. */
    long connections() {
        return (long) members * poolSize + OWN_CONNECTIONS;
    }
}
