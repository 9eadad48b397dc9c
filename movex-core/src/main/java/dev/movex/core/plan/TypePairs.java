package dev.movex.core.plan;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells which different types hold the same values, and in which text they meet. */
final class TypePairs {
    private static final Set<ColumnKind> TEXTS = Set.of(ColumnKind.TEXT, ColumnKind.ENUM);
    private static final Set<ColumnKind> WITHOUT_FORM =
            Set.of(ColumnKind.UNSUPPORTED, ColumnKind.SERVER_TEXT, ColumnKind.ARRAY);
    private static final Pattern SIZES = Pattern.compile("\\((\\d+)(?:,\\s*(\\d+))?\\)");
    private static final Pattern SCHEMA = Pattern.compile("^(\"[^\"]*\"|[\\w$]+)\\.");
    private static final int MOST_FRACTION = 6;

    private TypePairs() {}

    /** Returns whether two columns of one dialect have the same type, whether or not its schema is named. */
    static boolean same(Column source, Column target) {
        return source.kind() == target.kind()
                && (source.declaredType().equals(target.declaredType())
                        || source.typeSchema().equals(target.typeSchema())
                                && source.typeName().equals(target.typeName())
                                && bare(source).equals(bare(target)));
    }

    private static String bare(Column column) {
        return SCHEMA.matcher(column.declaredType()).replaceFirst("");
    }

    /** Returns whether, in one dialect, every value of the source that fits has the same text on the target. */
    static boolean convertible(Column source, Column target) {
        if (source.kind() != target.kind()) {
            return caseless(source) && target.kind() == ColumnKind.TEXT
                    || caseless(target) && source.kind() == ColumnKind.TEXT;
        }
        return switch (source.kind()) {
            case INTEGER -> holds(target, source);
            case TEXT, ENUM -> true;
            default -> false;
        };
    }

    private static boolean caseless(Column column) {
        return column.kind() == ColumnKind.SERVER_TEXT && column.typeName().equals("citext");
    }

    /** Returns the kind as whose text the values of two columns of different dialects travel; empty if there is none. */
    static Optional<ColumnKind> form(Column source, Column target) {
        ColumnKind one = oneWay(source, target);
        return Optional.ofNullable(one != null ? one : oneWay(target, source));
    }

    private static @Nullable ColumnKind oneWay(Column a, Column b) {
        if (b.kind() == ColumnKind.BOOLEAN && truth(a)) {
            return ColumnKind.BOOLEAN;
        }
        if (b.kind() == ColumnKind.UUID && identifier(a)) {
            return ColumnKind.UUID;
        }
        if (a.kind() == ColumnKind.INTEGER && b.kind() == ColumnKind.DECIMAL) {
            return ColumnKind.DECIMAL;
        }
        if (a.kind() == ColumnKind.CHAR && (b.kind() == ColumnKind.CHAR || b.kind() == ColumnKind.TEXT)) {
            return ColumnKind.CHAR;
        }
        if (TEXTS.contains(a.kind()) && TEXTS.contains(b.kind())) {
            return a.kind() == b.kind() ? a.kind() : ColumnKind.ENUM;
        }
        if (a.isSet() && (b.isSet() || b.isListOfTexts())) {
            return ColumnKind.ARRAY;
        }
        if (a.kind() == ColumnKind.JSON && b.isList()) {
            return ColumnKind.JSON;
        }
        if (a.isKeptAsText() && b.kind() == ColumnKind.TEXT) {
            return ColumnKind.TEXT;
        }
        if (WITHOUT_FORM.contains(a.kind()) || WITHOUT_FORM.contains(b.kind())) {
            return null;
        }
        if (a.kind() == ColumnKind.TIME && (zoned(a) || zoned(b))) {
            return null;
        }
        return a.kind() == b.kind() ? a.kind() : null;
    }

    private static boolean truth(Column column) {
        return column.kind() == ColumnKind.BOOLEAN
                || Set.of("tinyint(1)", "bit(1)").contains(column.declaredType().toLowerCase(Locale.ROOT));
    }

    private static boolean identifier(Column column) {
        return switch (column.kind()) {
            case UUID -> true;
            case CHAR -> size(column, 1) == 36 || size(column, 1) == 32;
            case BYTES -> column.typeName().equals("binary") && size(column, 1) == 16;
            default -> false;
        };
    }

    private static boolean zoned(Column column) {
        return column.declaredType().startsWith("time") && column.declaredType().endsWith(" with time zone")
                || column.typeName().equals("timetz");
    }

    /** Returns whether the target's declaration leaves no room for some value of the source. */
    static boolean narrower(Column source, Column target) {
        if (source.kind() == ColumnKind.INTEGER && target.kind() == ColumnKind.INTEGER) {
            return !holds(target, source);
        }
        return switch (target.kind()) {
            case TEXT, CHAR, BYTES ->
                target.kind() == source.kind()
                        && size(target, 1) >= 0
                        && (size(source, 1) < 0 || size(source, 1) > size(target, 1));
            case DECIMAL -> size(target, 1) >= 0 && !holdsDecimals(source, target);
            case INTEGER -> source.kind() == ColumnKind.DECIMAL;
            case TIMESTAMP, INSTANT, TIME -> fraction(source) > fraction(target);
            case FLOAT -> single(target) && !single(source);
            default -> false;
        };
    }

    /** Returns whether a value that has no room fails to be written, so that nothing is lost in silence. */
    static boolean refusesWhatIsTooWide(Column source, Column target) {
        return switch (target.kind()) {
            case TEXT, CHAR, BYTES -> true;
            case INTEGER -> source.kind() == ColumnKind.DECIMAL;
            // what was never declared may well fit
            case DECIMAL -> source.kind() == ColumnKind.DECIMAL && size(source, 1) < 0;
            default -> false;
        };
    }

    private static boolean holdsDecimals(Column source, Column target) {
        int scale = Math.max(0, size(target, 2));
        int whole = size(target, 1) - scale;
        if (source.kind() == ColumnKind.INTEGER) {
            return BigInteger.TEN.pow(whole).compareTo(greatest(source)) > 0;
        }
        int sourceScale = Math.max(0, size(source, 2));
        return size(source, 1) >= 0 && sourceScale <= scale && size(source, 1) - sourceScale <= whole;
    }

    /** Returns whether values of a kind have digits behind a point that can be cut. */
    static boolean hasDigits(ColumnKind kind) {
        return switch (kind) {
            case DECIMAL, TIMESTAMP, INSTANT, TIME -> true;
            default -> false;
        };
    }

    /** Returns how many digits behind the point a number or a second has room for. */
    static int digits(Column column) {
        return switch (column.kind()) {
            case DECIMAL -> size(column, 1) < 0 ? Integer.MAX_VALUE : Math.max(0, size(column, 2));
            case INTEGER -> 0;
            default -> fraction(column);
        };
    }

    private static boolean single(Column column) {
        return column.typeName().equals("float")
                || column.typeName().equals("float4")
                || column.declaredType().equals("real");
    }

    /** Without a number PostgreSQL keeps six digits of a second, MySQL and MariaDB none. */
    private static int fraction(Column column) {
        int declared = size(column, 1);
        boolean all = !column.typeSchema().isEmpty()
                && Set.of("timestamp", "timestamptz", "time", "interval").contains(word(column));
        return declared >= 0 ? declared : all ? MOST_FRACTION : 0;
    }

    private static int size(Column column, int group) {
        Matcher sizes = SIZES.matcher(column.declaredType());
        return sizes.find() && sizes.group(group) != null ? Integer.parseInt(sizes.group(group)) : -1;
    }

    private static boolean holds(Column wide, Column narrow) {
        return least(wide).compareTo(least(narrow)) <= 0 && greatest(wide).compareTo(greatest(narrow)) >= 0;
    }

    private static BigInteger least(Column column) {
        return unsigned(column)
                ? BigInteger.ZERO
                : BigInteger.TWO.pow(bits(column) - 1).negate();
    }

    private static BigInteger greatest(Column column) {
        return BigInteger.TWO.pow(bits(column) - (unsigned(column) ? 0 : 1)).subtract(BigInteger.ONE);
    }

    private static boolean unsigned(Column column) {
        return column.declaredType().contains("unsigned") || column.typeName().equals("year");
    }

    /** Returns a type's first word, of a domain that of the type under it. */
    private static String word(Column column) {
        return column.declaredType().replaceAll("[ (].*", "");
    }

    private static int bits(Column column) {
        return switch (word(column)) {
            case "tinyint" -> 8;
            case "year" -> 12;
            case "smallint", "int2" -> 16;
            case "mediumint" -> 24;
            case "int", "int4", "integer" -> 32;
            default -> 64;
        };
    }
}
