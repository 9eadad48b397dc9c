package dev.movex.core.schema;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The type that a column of one kind of database has in another, by the table of types in the documentation. */
sealed interface TypeTranslation permits ToPostgres, ToMySql, OwnWords {
    Pattern SIZES = Pattern.compile("\\((\\d+)(?:,\\s*(-?\\d+))?\\)");

    /**
     * A column to translate.
     *
     * @param column how the source describes it
     * @param labels the quoted labels of an enumerated type, empty for others
     * @param keyLength how many characters of a text of any length there is room for in a key; 0 if it is in none
     */
    record Subject(Column column, String labels, int keyLength) {
        String declared() {
            return column.declaredType();
        }

        boolean indexed() {
            return keyLength > 0;
        }

        int size(int group) {
            Matcher sizes = SIZES.matcher(declared());
            return sizes.find() && sizes.group(group) != null ? Integer.parseInt(sizes.group(group)) : -1;
        }

        String word() {
            return declared().toLowerCase(Locale.ROOT);
        }

        ColumnKind kind() {
            return column.kind();
        }
    }

    /** Returns the type's name in DDL; empty if the values have no counterpart. */
    Optional<String> type(Subject subject);

    /** Returns a default in DDL for a column of the given translated type; empty if it can't be said. */
    Optional<String> defaultValue(Subject subject, DefaultValue value);
}
