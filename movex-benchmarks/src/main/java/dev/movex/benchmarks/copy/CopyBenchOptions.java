package dev.movex.benchmarks.copy;

import dev.movex.benchmarks.orders.Servers;

/**
 * What the benchmark runs.
 *
 * @param servers where the rows come from and go to
 * @param rows how many
 * @param rounds how often the ways take turns
 * @param parallel how many chunks Movex has under way at once
 * @param alone whether Movex runs without its peers
 */
public record CopyBenchOptions(Servers servers, long rows, int rounds, int parallel, boolean alone) {}
