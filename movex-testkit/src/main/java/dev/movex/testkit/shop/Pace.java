package dev.movex.testkit.shop;

/**
 * How many transactions all writers together begin in a second.
 *
 * @param perSecond the number, 0 for as many as they can
 */
public record Pace(double perSecond) {
    /** Checks the number. */
    public Pace {
        if (perSecond < 0) {
            throw new IllegalArgumentException("a pace is not negative: " + perSecond);
        }
    }

    /** Returns the pace of writers that never wait. */
    public static Pace flatOut() {
        return new Pace(0);
    }

    /** Returns a pace. */
    public static Pace of(double perSecond) {
        return new Pace(perSecond);
    }
}
