package dev.movex.doublewrite.sql;

import dev.movex.core.plan.PlannedTable;
import dev.movex.doublewrite.sql.TokenReader.TableRef;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table that a statement of MySQL or MariaDB names.
 *
 * @param ref its name in the text
 * @param alias its alias as it stands in the text; null if it has none
 * @param aliasName its alias as a name; null if it has none
 * @param planned the planned table; null if it is another one
 */
record Ref(
        TableRef ref,
        @Nullable String alias,
        @Nullable String aliasName,
        @Nullable PlannedTable planned) {

    static Ref of(TokenReader reader, TableRef ref, @Nullable Token alias, Names names) {
        Optional<PlannedTable> planned = names.find(ref.schema(), ref.name());
        return alias == null
                ? new Ref(ref, null, null, planned.orElse(null))
                : new Ref(ref, reader.text(reader.at() - 1, reader.at()), alias.name(), planned.orElse(null));
    }

    String qualifier() {
        return alias == null ? ref.text() : alias;
    }

    /** Returns the planned table. */
    PlannedTable table() {
        return Objects.requireNonNull(planned);
    }

    boolean named(String name) {
        return aliasName == null ? ref.name().equalsIgnoreCase(name) : aliasName.equalsIgnoreCase(name);
    }

    /** Returns whether a column without a qualifier may be one of this table. */
    boolean mayHave(Syntax syntax, Names names, String column) {
        return planned == null
                || syntax.column(planned.on(names.side()), column).isPresent();
    }
}
