package dev.movex.doublewrite.sql;

import dev.movex.core.plan.PlannedTable;
import org.jspecify.annotations.Nullable;

/**
 * How a statement that writes a planned table is mirrored.
 *
 * @param verb what it does
 * @param table the table
 * @param capture how the keys of the rows that it touches are learned from the statement itself
 * @param oldKeys how the keys are learned that the statement is about to change; null if it changes none
 * @param adds whether every row that it touches is new
 * @param replay how it is repeated on the secondary; null if only images will do
 */
public record Dml(
        Verb verb,
        PlannedTable table,
        Capture capture,
        @Nullable OldKeys oldKeys,
        boolean adds,
        @Nullable Replay replay) {}
