package dev.movex.core.plan;

/**
 * Something that preflight found.
 *
 * @param severity whether the migration may begin with it
 * @param code stable, in capitals
 * @param where the table or column, or the side
 * @param what the finding, a sentence
 * @param remedy the way out, a sentence
 */
public record Problem(Severity severity, String code, String where, String what, String remedy) {

    /** Whether a migration may begin with the problem. */
    public enum Severity {
        /** The migration can't begin. */
        ERROR,
        /** The migration can begin; the finding should be known. */
        WARNING
    }

    /** Returns whether the migration can't begin with it. */
    public boolean blocking() {
        return severity == Severity.ERROR;
    }

    @Override
    public String toString() {
        return severity + " " + code + " " + where + ": " + what + " " + remedy;
    }
}
