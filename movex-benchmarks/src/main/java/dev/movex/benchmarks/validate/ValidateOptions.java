package dev.movex.benchmarks.validate;

import dev.movex.benchmarks.orders.Servers;

/**
 * What to measure.
 *
 * @param servers where the tables are
 * @param rows the rows of each table
 * @param rounds how often the ways take turns
 * @param originalRows the rows on which the row-by-row way is shown; 0 leaves it out
 * @param alone whether Movex runs without its peers
 */
public record ValidateOptions(Servers servers, long rows, int rounds, int originalRows, boolean alone) {}
