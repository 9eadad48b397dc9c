package dev.movex.doublewrite.sql;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.Table;
import java.util.List;
import java.util.Optional;

/**
 * How one database reads SQL, as far as the classes of statements depend on it: its tokens, its names, its statements.
 * Implementations are immutable and equal if they read alike.
 */
public sealed interface Syntax permits PostgresSyntax, MysqlSyntax {

    /**
     * Returns the tokens of a text.
     *
     * @param prepared whether the text is that of a prepared statement, so that {@code ?} is a parameter
     */
    SqlText read(String sql, boolean prepared);

    /** Classes the tokens of one statement. */
    Classified classify(String sql, List<Token> tokens, Names names);

    /** Finds the column that a name in a text means. */
    Optional<Column> column(Table table, String name);

    /** Returns whether the names of tables are the same whatever their case. */
    boolean foldsTables();

    /** Quotes an identifier as it is stored. */
    String quote(String identifier);

    /** Returns whether the driver hands out the values of counters alone as generated keys, and not whole rows. */
    boolean returnsCountersAlone();

    /** Returns whether texts that differ may be the same key. */
    boolean folds(Column column);

    /** Returns what stands before VALUES in an insert that gives a counted column its value. */
    String overriding();

    /** Returns the place of a value that the primary has decided. */
    String placeholder(Column column);

    /** Returns why no statement of this session may be replayed; empty if some may. */
    String neverReplayed();

    /**
     * Returns whether a transaction's plain reads may be older than its own writes' neighbours, so that rows are read
     * with a lock.
     */
    boolean readsWithLocks();
}
