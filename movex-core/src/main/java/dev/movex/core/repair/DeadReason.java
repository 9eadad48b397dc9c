package dev.movex.core.repair;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Why a key could not be repaired. The names are stable: a reason's text begins with one of them. */
public enum DeadReason {
    /** The plan has no such table, or its key has another number of columns. */
    NOT_IN_PLAN("the plan has no such table with such a key"),
    /** A transaction stayed open that might bring back a row that neither side has. Try again when it has ended. */
    HORIZON_NOT_PASSED("neither side has the row, but a transaction is open that might bring it back"),
    /** The base's row came and went at each try. Try again when the application is quieter. */
    KEEPS_CHANGING("the base's row came and went at each try"),
    /** The row stayed locked on a side. Look for a transaction that does not end, then try again. */
    LOCKED("the row stayed locked"),
    /** Another row has the image's value of a unique key, and the base does not say which of them is right. */
    UNIQUE_CONFLICT("another row has the same value of a unique key"),
    /** The image refers to a row that the base does not have either, or to which foreign keys still refer. */
    FOREIGN_KEY("a foreign key does not allow it"),
    /** The other side has a constraint that the base has not. Make the constraints alike. */
    CONSTRAINT("a constraint of the other side does not allow it"),
    /** The other side's column can't hold the value. Convert or leave out the column, or change the value. */
    VALUE_REFUSED("the other side can't hold the value"),
    /** Something else; the text has what the database said, without values. */
    WRITE_FAILED("the write failed");

    /** MySQL gives checks a state of no class. */
    private static final int CHECK_OF_MYSQL = 3819;

    private final String words;

    DeadReason(String words) {
        this.words = words;
    }

    /** Returns the text of the reason. */
    String text() {
        return name() + ": " + words + ".";
    }

    String text(String detail) {
        return name() + ": " + words + " (" + detail + ").";
    }

    /** Returns the reason that a text begins with, or null if it begins with none. */
    public static @Nullable DeadReason ofText(String text) {
        for (DeadReason reason : values()) {
            if (text.startsWith(reason.name() + ":")) {
                return reason;
            }
        }
        return null;
    }

    /** Returns what an error of either side comes down to. */
    static DeadReason of(Databases databases, SQLException error) {
        for (Side side : Side.values()) {
            if (databases.dialect(side).transientFailure(error)) {
                return LOCKED;
            }
        }
        for (Side side : Side.values()) {
            if (databases.dialect(side).uniqueViolation(error)) {
                return UNIQUE_CONFLICT;
            }
            if (databases.dialect(side).foreignKeyViolation(error)) {
                return FOREIGN_KEY;
            }
        }
        for (Side side : Side.values()) {
            if (databases.dialect(side).valueRefused(error)) {
                return VALUE_REFUSED;
            }
        }
        return constraint(error) ? CONSTRAINT : WRITE_FAILED;
    }

    /** A batch's error may keep the server's state in its next one. */
    private static boolean constraint(SQLException error) {
        for (SQLException e = error; e != null; e = e.getNextException()) {
            if (String.valueOf(e.getSQLState()).startsWith("23") || e.getErrorCode() == CHECK_OF_MYSQL) {
                return true;
            }
        }
        return false;
    }
}
