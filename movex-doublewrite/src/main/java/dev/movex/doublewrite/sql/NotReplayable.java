package dev.movex.doublewrite.sql;

/** A statement is outside the forms that may be replayed. */
final class NotReplayable extends Exception {
    private static final long serialVersionUID = 1L;

    NotReplayable(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
