package dev.movex.doublewrite.sql;

import dev.movex.core.dialect.TableSql;
import dev.movex.core.plan.PlannedTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the keys of the rows are learned that a statement touches, where its values alone do not say them. */
public sealed interface KeySource {

    /**
     * The statement returns them.
     *
     * @param capture what is added to its text
     * @param before queries for the keys of rows that it may change or remove, which it does not return
     */
    record Returned(Capture capture, List<OldKeys> before) implements KeySource {
        public Returned {
            before = List.copyOf(before);
        }
    }

    /**
     * Writes inside WITH leave their keys behind, by their numbers from 1 on.
     *
     * @param sql the text that does so
     * @param writes the writes inside WITH
     * @param keys the query for what they left: the number of the write, then the parts of a key
     * @param main what makes the statement after the list return its keys; null if it writes no planned table
     */
    record Inside(
            String sql,
            List<Dml> writes,
            OldKeys keys,
            @Nullable Capture main) implements KeySource {
        public Inside {
            writes = List.copyOf(writes);
        }
    }

    /**
     * The rows are locked and their keys read; then the statement runs, narrowed to these.
     *
     * @param narrowing how
     */
    record Locked(Narrowing narrowing) implements KeySource {}

    /**
     * An insert: values and counters say the keys, and queries find the rows that unique keys meet.
     *
     * @param before queries for rows that it may remove or move to other unique values; run first
     * @param after queries for rows that it may have changed; run afterwards
     * @param byKey the query for the rows with the keys of its values; null if a counter gives them out
     * @param simple whether the counter gives each row a value, one after the other
     * @param exact whether keys are stored as they are given
     * @param upsert whether it may change rows that exist
     */
    record Inserted(
            List<OldKeys> before,
            List<OldKeys> after,
            @Nullable OldKeys byKey,
            boolean simple,
            boolean exact,
            boolean upsert)
            implements KeySource {
        public Inserted {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }
    }

    /**
     * A table among those that a statement writes.
     *
     * @param table the table
     * @param qualifier its name in the statement
     * @param sql the statements for it
     */
    record Written(PlannedTable table, String qualifier, TableSql sql) {}
}
