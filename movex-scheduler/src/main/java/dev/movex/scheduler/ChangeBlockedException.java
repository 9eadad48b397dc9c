package dev.movex.scheduler;

/** A change of pattern could not be finished in its time. The message says what held it up. */
final class ChangeBlockedException extends Exception {
    private static final long serialVersionUID = 1L;

    ChangeBlockedException(String message) {
        super(message);
    }
}
