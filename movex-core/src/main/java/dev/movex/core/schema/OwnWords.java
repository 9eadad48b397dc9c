package dev.movex.core.schema;

import dev.movex.core.plan.Column;
import java.util.Optional;

/** Types for another server of the same kind: as the source declares them. */
final class OwnWords implements TypeTranslation {
    private final boolean postgres;
    private final TypeTranslation defaults;

    OwnWords(boolean postgres, boolean mariaDb) {
        this.postgres = postgres;
        this.defaults = postgres ? new ToPostgres() : new ToMySql(mariaDb);
    }

    @Override
    public Optional<String> type(Subject subject) {
        Column column = subject.column();
        if (postgres) {
            return Optional.of(domain(column) ? quoted(column) : column.declaredType());
        }
        String collation = column.collation().substring(column.collation().indexOf('/') + 1);
        String type = column.declaredType().replaceAll(" character set .*", "");
        return Optional.of(collation.isEmpty() ? type : type + " COLLATE " + collation);
    }

    private static boolean domain(Column column) {
        return switch (column.kind()) {
            case ENUM, ARRAY, SERVER_TEXT, UNSUPPORTED -> false;
            default -> !column.typeSchema().equals("pg_catalog");
        };
    }

    private static String quoted(Column column) {
        return PostgresDdl.quote(column.typeSchema()) + "." + PostgresDdl.quote(column.typeName());
    }

    @Override
    public Optional<String> defaultValue(Subject subject, DefaultValue value) {
        return defaults.defaultValue(subject, value);
    }
}
