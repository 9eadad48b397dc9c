package dev.movex.doublewrite;

import dev.movex.doublewrite.sql.Classified;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;

/** Refusals, with what is refused, why, and the way out. */
final class Denials {
    private static final String STATE = "0A000";
    private static final String WAY_OUT_OF_A_WRITE =
            " Write rows addressed by their primary key instead, take the table out of the"
                    + " plan, or run the statement while one database is written (src_only, dst_only).";
    private static final String WAY_OUT_OF_DDL =
            " Change tables with `movex ddl`, or while one database is written (src_only, dst_only); switch off what"
                    + " creates or changes them when the application starts.";
    private static final String WAY_OUT =
            " Leave it out, or run it while one database is written (src_only, dst_only).";

    private Denials() {}

    static SQLException statement(Classified classified) {
        String tables = classified.tables().isEmpty() ? "" : " Table: " + String.join(", ", classified.tables()) + ".";
        return new SQLFeatureNotSupportedException(
                "Movex: refused while two databases are written: " + classified.reason() + "." + tables + " Statement: "
                        + classified.shown() + "." + wayOut(classified),
                STATE);
    }

    private static String wayOut(Classified classified) {
        if (!classified.tables().isEmpty()) {
            return WAY_OUT_OF_A_WRITE;
        }
        return classified.reason().startsWith("DDL") ? WAY_OUT_OF_DDL : WAY_OUT;
    }

    static SQLException call(String what) {
        return new SQLFeatureNotSupportedException(
                "Movex: refused while two databases are written: " + what + "." + WAY_OUT_OF_A_WRITE, STATE);
    }
}
