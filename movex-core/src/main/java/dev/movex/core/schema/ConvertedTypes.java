package dev.movex.core.schema;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.Conversion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The types that columns have on the target whose values a mapping tells in another way. */
final class ConvertedTypes {
    private final boolean postgres;
    private final boolean mariaDb;

    /** Types of a target. */
    ConvertedTypes(String dialect) {
        this.postgres = dialect.equals("postgresql");
        this.mariaDb = dialect.equals("mariadb");
    }

    /** Returns the type; empty if the target has none for the conversion. */
    Optional<String> type(Column source, Conversion conversion) {
        return Optional.ofNullable(
                switch (conversion) {
                    case UUID -> source.kind() == ColumnKind.UUID ? text() : uuid();
                    case UUID_SWAPPED -> source.kind() == ColumnKind.UUID ? swapped() : uuid();
                    case BOOLEAN -> source.kind() == ColumnKind.BOOLEAN ? "smallint" : postgres ? "boolean" : null;
                    case HEX -> source.kind() == ColumnKind.BYTES ? digits() : bytes();
                    case EPOCH_MILLIS -> source.kind() == ColumnKind.INTEGER ? moment() : "bigint";
                    default -> null;
                });
    }

    private @Nullable String uuid() {
        return postgres || mariaDb ? "uuid" : null;
    }

    private @Nullable String swapped() {
        return postgres ? null : "binary(16)";
    }

    private String text() {
        return postgres ? "varchar(36)" : "char(36) COLLATE utf8mb4_general_ci";
    }

    private String digits() {
        return postgres ? "text" : "longtext CHARACTER SET ascii";
    }

    private String bytes() {
        return postgres ? "bytea" : "longblob";
    }

    /** Milliseconds reach beyond the year 2038, at which the other type of MySQL ends. */
    private String moment() {
        return postgres ? "timestamptz(3)" : "datetime(3)";
    }
}
