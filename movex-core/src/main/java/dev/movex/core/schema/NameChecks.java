package dev.movex.core.schema;

import dev.movex.core.dialect.DatabaseView;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds names of tables and columns that the target would bend, or take for one. */
final class NameChecks {
    private final DatabaseView dst;
    private final DdlBook book;
    private final boolean toPostgres;

    NameChecks(DatabaseView dst, DdlBook book) {
        this.dst = dst;
        this.book = book;
        this.toPostgres = dst.dialectName().equals("postgresql");
    }

    /** Some servers of MySQL and MariaDB keep tables in lower case, whatever they are called. */
    void checkTables(List<Wanted> tables) throws SQLException {
        List<Wanted> missing = tables.stream().filter(table -> !table.exists()).toList();
        boolean bent = !toPostgres
                && !missing.isEmpty()
                && !new Queries(dst.connection())
                        .column("SELECT @@lower_case_table_names")
                        .get(0)
                        .equals("0");
        if (!bent) {
            return;
        }
        Map<String, Wanted> taken = new LinkedHashMap<>();
        for (Wanted table : missing) {
            Wanted other = taken.putIfAbsent(table.target().toString().toLowerCase(Locale.ROOT), table);
            if (other != null && !other.target().equals(table.target())) {
                alike(
                        table,
                        "tables " + other.target() + " and " + table.target(),
                        "Give one of them another name by a mapping (to), or exclude it.");
            }
        }
    }

    /** Checks the names that a table and its columns get. */
    void check(Wanted table) {
        List<String> columns = new ArrayList<>(
                table.moved().stream().map(column -> table.named(column.name())).toList());
        if (toPostgres) {
            checkLength(table, columns);
            return;
        }
        Map<String, String> taken = new LinkedHashMap<>();
        for (String column : columns) {
            String other = taken.putIfAbsent(column.toLowerCase(Locale.ROOT), column);
            if (other != null) {
                alike(
                        table,
                        "columns " + other + " and " + column,
                        "Give one of them another name by a mapping of the table (rename), leave it out (leave-out), or exclude"
                                + " the table.");
            }
        }
    }

    private void alike(Wanted table, String names, String remedy) {
        book.refuse(
                "NAMES_DIFFER_IN_CASE",
                table.source().name().toString(),
                "The target takes " + names + " for one, since they differ in case alone.",
                remedy);
    }

    /** PostgreSQL would cut a name that is too long, and nobody would find the table or the column again. */
    private void checkLength(Wanted table, List<String> columns) {
        List<String> names = new ArrayList<>(columns);
        names.add(table.target().name());
        names.stream()
                .filter(name -> !Quoting.fits(name))
                .forEach(name -> book.refuse(
                        "NAME_TOO_LONG",
                        table.source().name().toString(),
                        "The name " + name + " has more than the " + Quoting.LONGEST_NAME
                                + " bytes that PostgreSQL takes.",
                        "Give it another one by a mapping of the table: to, or rename."));
    }
}
