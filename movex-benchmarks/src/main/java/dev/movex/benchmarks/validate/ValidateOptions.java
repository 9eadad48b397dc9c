package dev.movex.benchmarks.validate;

import dev.movex.testkit.database.ServerKind;

/**
 * What to measure.
 *
 * @param src the source's kind
 * @param dst the target's kind
 * @param rows the rows of each table
 * @param rounds how often the ways take turns
 * @param originalRows the rows on which the row-by-row way is shown; 0 leaves it out
 * @param alone whether Movex runs without its peers
 */
public record ValidateOptions(ServerKind src, ServerKind dst, long rows, int rounds, int originalRows, boolean alone) {}
