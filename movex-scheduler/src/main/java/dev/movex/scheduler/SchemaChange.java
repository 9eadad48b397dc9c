package dev.movex.scheduler;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A change of a table's definition while a migration is under way.
 *
 * @param table the table's name in the plan, such as {@code public.orders}
 * @param kind what kind of change it is, which decides where it is made first
 * @param source the statement for the source
 * @param target the statement for the target
 */
public record SchemaChange(String table, Kind kind, String source, String target) {
    private static final Pattern NOT_HERE = Pattern.compile("\\b(DROP|RENAME|TRUNCATE)\\b");

    /** What can be changed while two databases are written. */
    public enum Kind {
        /** A column that may be NULL, or has a default: the secondary must have it before the primary's writers use it. */
        ADD_COLUMN(false, "ALTER TABLE"),
        /** An index that rejects nothing. */
        ADD_INDEX(false, "CREATE INDEX"),
        /** An index that rejects: the primary first, since what it rejects must not be accepted there any more. */
        ADD_UNIQUE_INDEX(true, "CREATE UNIQUE INDEX"),
        /** A type that takes all that the old one took: the secondary must take a wide value before the primary has one. */
        WIDEN_COLUMN(false, "ALTER TABLE");

        private final boolean primaryFirst;
        private final String begins;

        Kind(boolean primaryFirst, String begins) {
            this.primaryFirst = primaryFirst;
            this.begins = begins;
        }

        boolean primaryFirst() {
            return primaryFirst;
        }
    }

    /** @throws MovexException with code {@code NOT_A_GUIDED_CHANGE} if a statement is not one of the kind */
    public SchemaChange {
        check(Side.SRC, kind, source);
        check(Side.DST, kind, target);
    }

    private static void check(Side side, Kind kind, String statement) {
        String text = statement.strip().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
        boolean obligatory = kind == Kind.ADD_COLUMN && text.contains("NOT NULL") && !text.contains(" DEFAULT ");
        boolean fits = text.startsWith(kind.begins)
                && !text.contains(";")
                && !NOT_HERE.matcher(text).find()
                && !obligatory;
        if (!fits) {
            throw new MovexException(
                    "NOT_A_GUIDED_CHANGE",
                    "The statement for the " + side.label() + " is no single " + kind.begins + " that "
                            + kind.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                            + " means: nothing may be dropped or renamed, and a new column must take NULL or have a default.",
                    "Make other changes while one database alone is written.");
        }
    }

    String on(Side side) {
        return side == Side.SRC ? source : target;
    }

    /** Returns the side on which it is made first. */
    Side first(Side primary) {
        return kind.primaryFirst() ? primary : primary.other();
    }
}
