package dev.movex.benchmarks.copy;

import dev.movex.testkit.database.ServerKind;

/**
 * What the benchmark runs.
 *
 * @param src the server that the rows come from
 * @param dst the server that they go to
 * @param rows how many
 * @param rounds how often the ways take turns
 * @param parallel how many chunks Movex has under way at once
 * @param alone whether Movex runs without its peers
 */
public record CopyBenchOptions(ServerKind src, ServerKind dst, long rows, int rounds, int parallel, boolean alone) {}
