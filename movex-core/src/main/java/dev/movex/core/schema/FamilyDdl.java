package dev.movex.core.schema;

import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What MySQL and MariaDB say in the same words, so that one takes it over from the other: columns that are computed, checks,
 * defaults that are expressions. What the target does not understand, since it lacks a function, is left out.
 */
final class FamilyDdl {
    private static final String NAME = "`((?:[^`]|``)+)`";
    private static final Pattern GENERATED = Pattern.compile(
            "^" + NAME + " .*? GENERATED ALWAYS AS \\((.*)\\) (VIRTUAL|STORED|PERSISTENT).*", Pattern.DOTALL);
    private static final Pattern CHECK = Pattern.compile("^CONSTRAINT " + NAME + " CHECK \\((.*)\\)$", Pattern.DOTALL);
    private static final Pattern OF_COLUMN = Pattern.compile("^" + NAME + " .*? CHECK \\((.*)\\)$", Pattern.DOTALL);
    /** MySQL names the character set of each text, with which MariaDB loses the quotes in it. */
    private static final Pattern CHARACTER_SET = Pattern.compile("(?<![\\w`'])_utf8mb4(?=')");

    private static final Pattern UNNAMED = Pattern.compile("CONSTRAINT_\\d+");

    private final DatabaseView src;
    private final Queries source;
    private final Queries target;
    private final Set<List<String>> names = new HashSet<>();
    private final Map<Wanted, Definitions> read = new HashMap<>();

    FamilyDdl(DatabaseView src, DatabaseView dst) {
        this.src = src;
        this.source = new Queries(src.connection());
        this.target = new Queries(dst.connection());
    }

    /**
     * What is taken over of a table.
     *
     * @param generated what follows the type of a computed column, by the column's name
     * @param checks the table's checks, as parts of its definition
     * @param carried the names of all these, as {@link TableDetails#leftOut} has them
     */
    record Definitions(Map<String, String> generated, List<String> checks, Set<String> carried) {
        static final Definitions NONE = new Definitions(Map.of(), List.of(), Set.of());
    }

    /** A mapping may leave a table without columns that expressions name, so that nothing of it is taken over. */
    Definitions of(Wanted table) throws SQLException {
        if (table.reshaped()) {
            return Definitions.NONE;
        }
        Definitions known = read.get(table);
        if (known == null) {
            known = read(table);
            read.put(table, known);
        }
        return known;
    }

    private Definitions read(Wanted table) throws SQLException {
        Definitions all = new Definitions(new HashMap<>(), new ArrayList<>(), new HashSet<>());
        String own = src.dialect().quote(table.source().name().schema()) + "."
                + src.dialect().quote(table.source().name().name());
        for (String told : MySqlDdl.Definition.of(
                        source.rows("SHOW CREATE TABLE " + own).get(0).get(1))
                .parts()) {
            String part = CHARACTER_SET.matcher(told).replaceAll("");
            Matcher check = CHECK.matcher(part);
            Matcher generated = GENERATED.matcher(part);
            Matcher ofColumn = OF_COLUMN.matcher(part);
            if (check.matches()) {
                check(table, name(check), check.group(2), all);
            } else if (generated.matches() && understood(table, generated.group(2))) {
                String kept = generated.group(3).equals("VIRTUAL") ? "VIRTUAL" : "STORED";
                all.generated().put(name(generated), " GENERATED ALWAYS AS (" + generated.group(2) + ") " + kept);
                all.carried().add("generated column " + name(generated));
            } else if (!generated.matches() && ofColumn.matches()) {
                checkOfColumn(table, name(ofColumn), ofColumn.group(2), all);
            }
        }
        return all;
    }

    private static String name(Matcher matcher) {
        return matcher.group(1).replace("``", "`");
    }

    private void checkOfColumn(Wanted table, String column, String expression, Definitions all) throws SQLException {
        boolean ofType = table.source()
                .find(column)
                .filter(found -> found.kind() == ColumnKind.JSON && expression.startsWith("json_valid("))
                .isPresent();
        if (ofType) {
            all.carried().add("check " + column);
        } else if (understood(table, expression)) {
            all.checks().add("CHECK (" + expression + ")");
            all.carried().add("check " + column);
        }
    }

    private void check(Wanted table, String name, String expression, Definitions all) throws SQLException {
        if (!understood(table, expression)) {
            return;
        }
        // MySQL has each name once in a database
        String schema = table.target().schema();
        String free = names.add(List.of(schema, name)) ? name : table.target().name() + "_" + name;
        String named = UNNAMED.matcher(name).matches()
                ? ""
                : "CONSTRAINT " + src.dialect().quote(Quoting.shortened(free)) + " ";
        all.checks().add(named + "CHECK (" + expression + ")");
        all.carried().add("check " + name);
    }

    /** Returns a default as the target takes it where the table of types has no word for it. */
    Optional<String> defaultValue(Wanted table, Column column, DefaultValue value) throws SQLException {
        if (value instanceof DefaultValue.Constant constant && column.kind() == ColumnKind.BYTES) {
            boolean digits = constant.text().matches("0x([0-9A-Fa-f]{2})+");
            return Optional.of(digits ? constant.text() : "'" + constant.text().replace("'", "''") + "'");
        }
        if (!(value instanceof DefaultValue.Other other) || table.reshaped()) {
            return Optional.empty();
        }
        if (other.expression().matches("'?0000-[0-9: .-]+'?")) {
            return Optional.of("'" + other.expression().replace("'", "") + "'");
        }
        return understood(table, other.expression()) ? Optional.of("(" + other.expression() + ")") : Optional.empty();
    }

    private boolean understood(Wanted table, String expression) throws SQLException {
        String columns = table.source().columns().stream()
                .map(column -> "NULL AS " + src.dialect().quote(column.name()))
                .collect(Collectors.joining(", "));
        try {
            target.rows("SELECT 1 FROM (SELECT " + columns + ") AS t WHERE FALSE AND (" + expression + ")");
            return true;
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith("08")) {
                throw e;
            }
            return false;
        }
    }
}
