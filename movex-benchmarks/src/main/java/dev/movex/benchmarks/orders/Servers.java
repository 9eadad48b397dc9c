package dev.movex.benchmarks.orders;

import dev.movex.testkit.database.ServerKind;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The servers of a benchmark.
 *
 * @param src the source's kind
 * @param dst the target's kind
 * @param srcBinaries the jar of another version of PostgreSQL that the source runs, if not the one that is built in
 */
public record Servers(ServerKind src, ServerKind dst, Optional<Path> srcBinaries) {

    /** Returns servers of the built-in versions. */
    public static Servers of(ServerKind src, ServerKind dst) {
        return new Servers(src, dst, Optional.empty());
    }

    /** Returns whether both are of one kind. */
    public boolean oneKind() {
        return src == dst;
    }

    /** Returns their kinds as reports name them: one name if both are of one kind. */
    public String label() {
        return oneKind() ? src.toString() : src + " to " + dst;
    }
}
