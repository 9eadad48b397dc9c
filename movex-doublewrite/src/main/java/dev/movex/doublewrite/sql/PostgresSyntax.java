package dev.movex.doublewrite.sql;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.Table;
import java.util.List;
import java.util.Optional;

/**
 * PostgreSQL's.
 *
 * @param version the server's major version
 */
public record PostgresSyntax(int version) implements Syntax {
    private static final int MERGE_RETURNS = 17;

    /** Returns whether MERGE can return the rows that it touches. */
    boolean mergeReturns() {
        return version >= MERGE_RETURNS;
    }

    @Override
    public SqlText read(String sql, boolean prepared) {
        return new PostgresLexer(sql, prepared).read();
    }

    @Override
    public Classified classify(String sql, List<Token> tokens, Names names) {
        return PostgresStatements.classify(sql, tokens, names, this);
    }

    @Override
    public Optional<Column> column(Table table, String name) {
        return table.find(name);
    }

    @Override
    public boolean foldsTables() {
        return false;
    }

    @Override
    public String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    @Override
    public boolean returnsCountersAlone() {
        return false;
    }

    @Override
    public boolean folds(Column column) {
        return false;
    }

    @Override
    public String overriding() {
        return " OVERRIDING SYSTEM VALUE";
    }

    @Override
    public String placeholder(Column column) {
        return "?::" + quote(column.typeSchema()) + "." + quote(column.typeName());
    }

    @Override
    public String neverReplayed() {
        return "";
    }

    @Override
    public boolean readsWithLocks() {
        return false;
    }
}
