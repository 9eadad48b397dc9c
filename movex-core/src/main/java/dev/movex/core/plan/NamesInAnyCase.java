package dev.movex.core.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds what the target has under a name that differs in case alone: PostgreSQL stores names that are not quoted in lower
 * case, MySQL and MariaDB as they were written, so that one application makes other names on either. A name that is there
 * as it stands comes first. Where it is not plain who belongs to whom, nobody is taken. Immutable.
 */
final class NamesInAnyCase {
    private final Set<TableName> present;
    private final Set<TableName> wanted;

    /**
     * @param present the target's tables
     * @param wanted all names that are looked for, as they are written
     */
    NamesInAnyCase(Set<TableName> present, Set<TableName> wanted) {
        this.present = Set.copyOf(present);
        this.wanted = Set.copyOf(wanted);
    }

    /** Returns the target's name of a table that is looked for; the name itself where there is none. */
    TableName table(TableName name) {
        if (present.contains(name)
                || wanted.stream().filter(other -> alike(name, other)).count() > 1) {
            return name;
        }
        return only(present.stream().filter(other -> alike(name, other))).orElse(name);
    }

    private static boolean alike(TableName one, TableName other) {
        return one.schema().equals(other.schema()) && one.name().equalsIgnoreCase(other.name());
    }

    /** Returns the mapping with the names of columns that differ in case alone. */
    static TableMapping columns(TableMapping mapping, Table source, Table target) {
        TableMapping whole = mapping;
        List<String> own = source.columns().stream().map(Column::name).toList();
        for (String column : own) {
            boolean told = mapping.columns().renamed().containsKey(column)
                    || mapping.columns().leftOut().contains(column);
            if (told || target.find(column).isPresent()) {
                continue;
            }
            Optional<String> other = only(target.columns().stream()
                    .map(Column::name)
                    .filter(name -> name.equalsIgnoreCase(column)
                            && !own.contains(name)
                            && !mapping.columns().renamed().containsValue(name)));
            if (other.isPresent()) {
                whole = whole.rename(column, other.get());
            }
        }
        return whole;
    }

    private static <T> Optional<T> only(Stream<T> found) {
        List<T> all = found.limit(2).toList();
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }
}
