package dev.movex.core.schema;

import dev.movex.core.plan.ColumnKind;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Types and defaults in the words of MySQL and MariaDB. */
final class ToMySql implements TypeTranslation {
    /** Rows of many long names would not fit; beyond that the text is kept apart from the row. */
    private static final int LONGEST_IN_ROW = 500;

    private static final int LONGEST_SHORT = 255;
    private static final int LONGEST_CHAR = 255;
    private static final int MOST_DIGITS = 65;
    private static final int MOST_SCALE = 30;
    private static final int MOST_BITS = 64;

    private final boolean mariaDb;

    ToMySql(boolean mariaDb) {
        this.mariaDb = mariaDb;
    }

    /** The collation that tells texts apart by their bytes, trailing blanks among them. */
    String collation() {
        return mariaDb ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";
    }

    @Override
    public Optional<String> type(Subject subject) {
        String word = subject.word();
        return Optional.ofNullable(
                switch (subject.kind()) {
                    case INTEGER -> whole(word);
                    case DECIMAL -> decimal(subject);
                    case FLOAT -> word.equals("real") || word.startsWith("float") ? "FLOAT" : "DOUBLE";
                    case BOOLEAN -> "TINYINT(1)";
                    case TEXT -> text(subject) + collated(subject);
                    case CHAR ->
                        (subject.size(1) > LONGEST_CHAR ? "VARCHAR(" : "CHAR(") + Math.max(1, subject.size(1)) + ")"
                                + collated(subject);
                    case BYTES -> bytes(subject);
                    case DATE -> "DATE";
                    case TIMESTAMP -> "DATETIME(" + fraction(subject) + ")";
                    case INSTANT -> "TIMESTAMP(" + fraction(subject) + ")";
                    case TIME -> word.contains("with time zone") ? null : "TIME(" + fraction(subject) + ")";
                    // MariaDB's own type refuses some values of which neither version nor variant is known
                    case UUID -> "CHAR(36) COLLATE utf8mb4_general_ci";
                    case JSON -> "JSON";
                    case ARRAY -> subject.column().isList() ? "JSON" : null;
                    case SERVER_TEXT -> ofServer(subject);
                    case ENUM -> "ENUM(" + subject.labels() + ")" + collated(subject);
                    case BIT -> bits(subject);
                    default -> null;
                });
    }

    private @Nullable String ofServer(Subject subject) {
        if (subject.column().isSet()) {
            return subject.declared().replaceAll(" character set .*", "");
        }
        if (!subject.column().isKeptAsText()) {
            return null;
        }
        boolean endless = Set.of("citext", "xml").contains(subject.column().typeName());
        boolean longText = endless && !subject.indexed();
        return (longText ? "LONGTEXT" : "VARCHAR(" + LONGEST_SHORT + ")") + collated(subject);
    }

    private String collated(Subject subject) {
        return foreign(subject) ? " CHARACTER SET utf8mb4 COLLATE " + collation() : characterSet(subject);
    }

    /** Between MySQL and MariaDB the character set stays and the collation is the nearest that both know. */
    private String characterSet(Subject subject) {
        String collation = subject.column().collation();
        String name = collation.substring(collation.indexOf('/') + 1);
        String charset = name.replaceAll("_.*", "");
        boolean binary = name.endsWith("_bin");
        String known =
                charset.equals("utf8mb4") || charset.equals("latin1") || charset.equals("ascii") ? charset : "utf8mb4";
        String usual = known.equals("latin1") ? "latin1_swedish_ci" : known + "_general_ci";
        return " CHARACTER SET " + known + " COLLATE " + (binary ? known + "_bin" : usual);
    }

    private static boolean foreign(Subject subject) {
        return !subject.column().typeSchema().isEmpty();
    }

    private static String whole(String word) {
        return switch (word) {
            case "smallint" -> "SMALLINT";
            case "integer" -> "INT";
            case "bigint" -> "BIGINT";
            default -> word.toUpperCase(Locale.ROOT);
        };
    }

    private static String decimal(Subject subject) {
        int digits = subject.size(1);
        int scale = subject.size(2);
        return digits < 0
                        || digits > MOST_DIGITS
                        || scale > MOST_SCALE
                        || subject.declared().contains("-")
                ? "DECIMAL(" + MOST_DIGITS + "," + MOST_SCALE + ")"
                : "DECIMAL(" + digits + "," + Math.max(0, scale) + ")";
    }

    private static String text(Subject subject) {
        int size = subject.size(1);
        if (!foreign(subject) && size < 0) {
            return subject.declared().replaceAll(" .*", "").toUpperCase(Locale.ROOT);
        }
        if (subject.indexed()) {
            return "VARCHAR(" + (size < 0 ? subject.keyLength() : size) + ")";
        }
        return size < 0 || foreign(subject) && size > LONGEST_IN_ROW ? "LONGTEXT" : "VARCHAR(" + size + ")";
    }

    private static String bytes(Subject subject) {
        if (!foreign(subject)) {
            return subject.declared();
        }
        return subject.indexed() ? "VARBINARY(" + subject.keyLength() + ")" : "LONGBLOB";
    }

    private static int fraction(Subject subject) {
        return subject.size(1) >= 0 ? subject.size(1) : foreign(subject) ? 6 : 0;
    }

    private static @Nullable String bits(Subject subject) {
        int size = Math.max(1, subject.size(1));
        return size > MOST_BITS || subject.word().contains("varying") ? null : "BIT(" + size + ")";
    }

    @Override
    public Optional<String> defaultValue(Subject subject, DefaultValue value) {
        if (value instanceof DefaultValue.Now) {
            boolean time = subject.kind() == ColumnKind.TIMESTAMP || subject.kind() == ColumnKind.INSTANT;
            return time ? Optional.of("CURRENT_TIMESTAMP(" + fraction(subject) + ")") : Optional.empty();
        }
        if (value instanceof DefaultValue.RandomUuid) {
            return Optional.of("(UUID())");
        }
        if (!(value instanceof DefaultValue.Constant constant)) {
            return Optional.empty();
        }
        String literal = "'" + constant.text().replace("\\", "\\\\").replace("'", "''") + "'";
        return Optional.ofNullable(
                switch (subject.kind()) {
                    case BIT -> "b" + literal;
                    case BYTES -> null;
                    // long texts take an expression alone
                    case TEXT, JSON, SERVER_TEXT -> "(" + literal + ")";
                    case ARRAY -> constant.text().equals("{}") ? "('[]')" : null;
                    default -> literal;
                });
    }
}
