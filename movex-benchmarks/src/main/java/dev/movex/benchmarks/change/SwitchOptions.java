package dev.movex.benchmarks.change;

import dev.movex.testkit.database.ServerKind;
import java.time.Duration;

/**
 * What to run.
 *
 * @param kind the servers on both sides
 * @param members how many application processes
 * @param threads how many writers each has
 * @param switches how often the primary changes
 * @param rest how long everything runs undisturbed between two changes
 * @param witnessed whether the databases themselves witness that nothing is committed first on a closed side, which costs
 *     writers time
 */
public record SwitchOptions(
        ServerKind kind, int members, int threads, int switches, Duration rest, boolean witnessed) {}
