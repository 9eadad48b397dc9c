package dev.movex.doublewrite.sql;

import dev.movex.doublewrite.sql.MysqlValues.Range;
import java.util.HashSet;
import java.util.Set;

/** Where the clauses of an UPDATE or DELETE of MySQL or MariaDB stand. Used by one thread. */
final class Clauses {
    private final TokenReader reader;
    private final int start;
    private final boolean update;
    private final Refs tables;
    private final int where;
    private final int tail;
    private final int returning;
    private final Set<Integer> ofNewKeys = new HashSet<>();

    Clauses(TokenReader reader, int start, boolean update, Refs tables) {
        this.reader = reader;
        this.start = start;
        this.update = update;
        this.tables = tables;
        int after = tables.range().to();
        this.where = reader.find(after, "where");
        this.returning = reader.find(after, "returning");
        this.tail = reader.find(after, t -> t.is("order") || t.is("limit") || t.is("returning"));
    }

    int start() {
        return start;
    }

    boolean update() {
        return update;
    }

    /** Returns the index of RETURNING; −1 if there is none. */
    int returning() {
        return returning;
    }

    int setAt() {
        return tables.range().to();
    }

    int afterRefs() {
        return tables.range().to();
    }

    Range refs() {
        return tables.range();
    }

    /** Returns the assignments. */
    Range sets() {
        return new Range(setAt() + 1, rest());
    }

    /** Returns where the clauses begin that choose rows. */
    int rest() {
        int first = where >= 0 ? where : tail;
        return first < 0 ? reader.size() : first;
    }

    /** Returns where the clauses end that choose rows. */
    int end() {
        return returning >= 0 ? returning : reader.size();
    }

    /** Returns the condition; empty if there is none. */
    Range condition() {
        return where < 0 ? new Range(rest(), rest()) : new Range(where + 1, tail < 0 ? reader.size() : tail);
    }

    /** Returns the parameters that the new keys are made of. */
    Set<Integer> ofNewKeys() {
        return ofNewKeys;
    }

    boolean hasEffects() {
        return MysqlRows.hasEffects(reader, refs().from(), refs().to()) || MysqlRows.hasEffects(reader, rest(), end());
    }
}
