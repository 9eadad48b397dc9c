package dev.movex.benchmarks.doublewrite;

import dev.movex.testkit.database.ServerKind;
import java.util.List;

/**
 * What the benchmark runs.
 *
 * @param database what runs on both sides
 * @param statements sizes of transactions; 0 is one statement in auto-commit mode
 * @param kinds of {@code insert}, {@code update}, {@code mixed}
 * @param threads how many writers
 * @param delays round trip times in milliseconds that are added between application and databases
 * @param ways of {@code plain}, {@code naive}, {@code floor}, {@code movex}, {@code movex_both}, {@code movex_journal}, {@code
 *     movex_single}; the first two
 *     always run
 * @param warmUp how many seconds all ways and kinds together run before anything is measured
 * @param seconds how long each way is measured in each round
 * @param rounds how often the ways take turns
 */
public record DoubleWriteOptions(
        ServerKind database,
        List<Integer> statements,
        List<String> kinds,
        List<Integer> threads,
        List<Integer> delays,
        List<String> ways,
        double warmUp,
        double seconds,
        int rounds) {}
