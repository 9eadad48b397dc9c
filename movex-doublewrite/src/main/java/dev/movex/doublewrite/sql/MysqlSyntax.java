package dev.movex.doublewrite.sql;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * MySQL's and MariaDB's, as a session's modes make it.
 *
 * @param mariadb whether it is MariaDB's
 * @param ansiQuotes whether double quotes stand around names
 * @param backslashEscapes whether a backslash escapes in strings
 * @param strict whether a value that does not fit is refused, and not changed
 * @param zeroCounts whether 0 in a counted column is taken as it is
 * @param foldsTables whether the names of tables are the same whatever their case
 */
public record MysqlSyntax(
        boolean mariadb,
        boolean ansiQuotes,
        boolean backslashEscapes,
        boolean strict,
        boolean zeroCounts,
        boolean foldsTables)
        implements Syntax {

    /**
     * Returns the syntax of a session.
     *
     * @param sqlMode its {@code sql_mode}
     * @param lowerCaseTableNames the server's setting
     */
    public static MysqlSyntax of(boolean mariadb, String sqlMode, int lowerCaseTableNames) {
        Set<String> modes =
                Arrays.stream(sqlMode.toUpperCase(Locale.ROOT).split(",")).collect(Collectors.toSet());
        return new MysqlSyntax(
                mariadb,
                modes.contains("ANSI_QUOTES"),
                !modes.contains("NO_BACKSLASH_ESCAPES"),
                modes.contains("STRICT_TRANS_TABLES") || modes.contains("STRICT_ALL_TABLES"),
                modes.contains("NO_AUTO_VALUE_ON_ZERO"),
                lowerCaseTableNames != 0);
    }

    @Override
    public SqlText read(String sql, boolean prepared) {
        return new MysqlLexer(sql, prepared, ansiQuotes, backslashEscapes).read();
    }

    @Override
    public Classified classify(String sql, List<Token> tokens, Names names) {
        return new MysqlStatements(sql, names, this).classify(tokens);
    }

    @Override
    public Optional<Column> column(Table table, String name) {
        return table.columns().stream()
                .filter(c -> c.name().equalsIgnoreCase(name))
                .findFirst();
    }

    @Override
    public String quote(String identifier) {
        return '`' + identifier.replace("`", "``") + '`';
    }

    @Override
    public boolean returnsCountersAlone() {
        return true;
    }

    @Override
    public boolean folds(Column column) {
        return switch (column.kind()) {
            case TEXT, CHAR, ENUM -> true;
            default -> false;
        };
    }

    @Override
    public String overriding() {
        return "";
    }

    @Override
    public String placeholder(Column column) {
        return "?";
    }

    @Override
    public String neverReplayed() {
        return strict ? "" : "the session's sql_mode lets the database change values that do not fit";
    }

    @Override
    public boolean readsWithLocks() {
        return true;
    }
}
