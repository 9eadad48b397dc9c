package dev.movex.benchmarks.events;

import dev.movex.testkit.database.ServerKind;

/**
 * What to measure.
 *
 * @param src the source's kind
 * @param dst the target's kind
 * @param events how many events, each of a row that the target lacks
 * @param workers how many repair, and how many threads the bare upserts have
 * @param rounds how often the ways take turns
 */
public record EventsOptions(ServerKind src, ServerKind dst, int events, int workers, int rounds) {}
