package dev.movex.core.schema;

import dev.movex.core.plan.ColumnKind;
import java.util.Optional;

/** Types and defaults of MySQL and MariaDB in the words of PostgreSQL. */
final class ToPostgres implements TypeTranslation {
    @Override
    public Optional<String> type(Subject subject) {
        String word = subject.word();
        return Optional.ofNullable(
                switch (subject.kind()) {
                    case INTEGER -> whole(word);
                    case DECIMAL -> "numeric(" + subject.size(1) + "," + Math.max(0, subject.size(2)) + ")";
                    case FLOAT -> word.startsWith("float") ? "real" : "double precision";
                    case TEXT -> subject.size(1) > 0 ? "varchar(" + subject.size(1) + ")" : "text";
                    case CHAR -> subject.size(1) == 36 ? "varchar(36)" : "char(" + Math.max(1, subject.size(1)) + ")";
                    case BYTES -> "bytea";
                    case DATE -> "date";
                    case TIMESTAMP -> "timestamp(" + Math.max(0, subject.size(1)) + ")";
                    case INSTANT -> "timestamptz(" + Math.max(0, subject.size(1)) + ")";
                    case TIME -> "interval";
                    case UUID -> "uuid";
                    // the text that MariaDB keeps may name a member twice, which the binary form would forget
                    case JSON -> word.startsWith("longtext") ? "json" : "jsonb";
                    case SERVER_TEXT -> subject.column().isSet() ? "text[]" : null;
                    case BIT -> subject.size(1) <= 1 ? "boolean" : "bit(" + subject.size(1) + ")";
                    default -> null;
                });
    }

    private static String whole(String word) {
        boolean unsigned = word.contains("unsigned");
        if (word.startsWith("tinyint(1)") && !unsigned) {
            return "boolean";
        }
        String base = word.replaceAll("[( ].*", "");
        return switch (base) {
            case "tinyint", "year" -> "smallint";
            case "smallint" -> unsigned ? "integer" : "smallint";
            case "mediumint" -> "integer";
            case "int" -> unsigned ? "bigint" : "integer";
            default -> unsigned ? "numeric(20)" : "bigint";
        };
    }

    @Override
    public Optional<String> defaultValue(Subject subject, DefaultValue value) {
        if (value instanceof DefaultValue.Now) {
            return Optional.of("CURRENT_TIMESTAMP");
        }
        if (value instanceof DefaultValue.RandomUuid) {
            return Optional.of("gen_random_uuid()");
        }
        if (!(value instanceof DefaultValue.Constant constant) || subject.kind() == ColumnKind.BYTES) {
            return Optional.empty();
        }
        if (subject.column().isSet()) {
            return Optional.of("'{" + constant.text().replace("'", "''") + "}'");
        }
        String literal = "'" + constant.text().replace("'", "''") + "'";
        return Optional.of(subject.kind() == ColumnKind.BIT && subject.size(1) > 1 ? "B" + literal : literal);
    }
}
