package dev.movex.core.repair;

/**
 * What became of a key.
 *
 * @param kind the outcome
 * @param reason why it was refused or is dead, without values of rows: that of a dead key begins with the name of a
 *     {@link DeadReason}; empty otherwise
 */
public record KeyOutcome(Kind kind, String reason) {

    /** The outcomes of a repair. */
    public enum Kind {
        /** Both sides were equal already. */
        EQUAL,
        /** The base's image was written. */
        WRITTEN,
        /** The row was deleted, since the base has none. */
        DELETED,
        /** Neither side has the row, and no open transaction can bring it back. */
        GONE,
        /** The application has the base's row locked; nothing was written, and nobody waited. */
        BUSY,
        /** The base is not the base any more; nothing was written. */
        REFUSED,
        /** The repair failed for good; the key needs a person, or another try later. */
        DEAD;

        /** Returns whether the side that is not the base is known to equal it, as far as this key goes. */
        public boolean settled() {
            return this != BUSY && this != REFUSED && this != DEAD;
        }
    }

    static KeyOutcome of(Kind kind) {
        return new KeyOutcome(kind, "");
    }

    static KeyOutcome dead(String reason) {
        return new KeyOutcome(Kind.DEAD, reason);
    }

    static KeyOutcome refused(String reason) {
        return new KeyOutcome(Kind.REFUSED, reason);
    }

    /** Returns whether nothing is left to do for the key. */
    public boolean settled() {
        return kind.settled();
    }

    /** Returns whether the other side's column can't hold a value of the row. */
    public boolean valueRefused() {
        return kind == Kind.DEAD && DeadReason.ofText(reason) == DeadReason.VALUE_REFUSED;
    }
}
