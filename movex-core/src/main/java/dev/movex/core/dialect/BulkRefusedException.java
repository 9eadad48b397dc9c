package dev.movex.core.dialect;

import java.sql.SQLException;

/** Says that rows can't go by the bulk protocol; row by row they may, or that way tells what is wrong with them. */
public final class BulkRefusedException extends SQLException {
    private static final long serialVersionUID = 1L;

    BulkRefusedException(String why) {
        super(why);
    }
}
