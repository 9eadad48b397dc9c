package dev.movex.benchmarks.change;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the benchmark has measured.
 *
 * @param database what ran on both sides
 * @param members how many application processes there were
 * @param writers how many writers there were in all
 * @param switches how often the primary changed
 * @param pause the longest that a writer of a member waited at its gate in a change, over members and changes, in
 *     milliseconds
 * @param call how long whole calls took during which the primary changed, in milliseconds
 * @param commit how long calls took otherwise, medians over writers, in milliseconds
 * @param move how long a change took, with all that happens before and after the pause, in milliseconds
 * @param writes how many calls were acknowledged
 * @param failedCalls how many calls failed
 * @param lostWrites how many acknowledged writes a side does not have
 * @param staleReads how many reads did not see the last acknowledged write
 * @param oldEpochWrites how many transactions were committed first on a closed side, as the databases have witnessed; null
 *     if they were not asked to look
 * @param equal whether both sides hold the same rows, and whole transactions alone
 * @param errors the first errors that writers saw
 */
public record SwitchReport(
        @JsonProperty("database") String database,
        @JsonProperty("members") int members,
        @JsonProperty("writers") int writers,
        @JsonProperty("switches") int switches,
        @JsonProperty("pause_ms") Spread pause,
        @JsonProperty("call_ms") Spread call,
        @JsonProperty("commit_ms") Spread commit,
        @JsonProperty("move_ms") Spread move,
        @JsonProperty("writes") long writes,
        @JsonProperty("failed_calls") long failedCalls,
        @JsonProperty("lost_writes") long lostWrites,
        @JsonProperty("stale_reads") long staleReads,
        @JsonProperty("old_epoch_writes") @Nullable Long oldEpochWrites,
        @JsonProperty("equal") boolean equal,
        @JsonProperty("errors") List<String> errors) {

    /**
     * How figures are spread.
     *
     * @param p50 the median
     * @param p99 the 99th percentile
     * @param max the greatest
     */
    public record Spread(
            @JsonProperty("p50") double p50,
            @JsonProperty("p99") double p99,
            @JsonProperty("max") double max) {

        static Spread of(Collection<Double> figures) {
            List<Double> sorted = figures.stream().sorted().toList();
            return sorted.isEmpty()
                    ? new Spread(0, 0, 0)
                    : new Spread(at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
        }

        private static double at(List<Double> sorted, double share) {
            int index = (int) Math.ceil(share * sorted.size()) - 1;
            return Math.round(sorted.get(Math.max(0, index)) * 100) / 100.0;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "p50 %.1f, p99 %.1f, max %.1f ms", p50, p99, max);
        }
    }

    static SwitchReport of(SwitchOptions options, List<Double> moves, List<MemberReport> reports, Truth truth) {
        List<WriterReport> writers =
                reports.stream().flatMap(r -> r.writers().stream()).toList();
        Spread p50 = Spread.of(writers.stream().map(WriterReport::p50).toList());
        Spread p99 = Spread.of(writers.stream().map(WriterReport::p99).toList());
        return new SwitchReport(
                options.kind().toString().toLowerCase(Locale.ROOT),
                options.members(),
                writers.size(),
                options.switches(),
                Spread.of(reports.stream().flatMap(r -> r.holds().stream()).toList()),
                Spread.of(writers.stream().flatMap(w -> w.calls().stream()).toList()),
                new Spread(p50.p50(), p99.p50(), p99.max()),
                Spread.of(moves),
                sum(writers, WriterReport::writes),
                sum(writers, WriterReport::failed),
                truth.lost(),
                sum(writers, WriterReport::stale),
                options.witnessed() ? truth.violations() : null,
                truth.phantoms() + truth.torn() + truth.different() == 0,
                writers.stream().flatMap(w -> w.errors().stream()).limit(5).toList());
    }

    private static long sum(List<WriterReport> writers, ToLongFunction<WriterReport> what) {
        return writers.stream().mapToLong(what).sum();
    }

    /** Returns whether nothing was lost, torn, stale or refused. */
    public boolean clean() {
        boolean late = oldEpochWrites != null && oldEpochWrites > 0;
        return equal && !late && lostWrites + staleReads + failedCalls == 0;
    }

    /** Returns the report as one line of JSON. */
    public String toJson() {
        return JsonMapper.shared().writeValueAsString(this);
    }

    /** Prints the report for people. */
    public void print(PrintStream out) {
        out.println(switches + " changes of the primary under " + writers + " writers in " + members + " processes ("
                + database + ")");
        out.println("  pause of the writers   " + pause);
        out.println("  calls that it held up  " + call);
        out.println("  calls otherwise        " + commit);
        out.println("  whole change           " + move);
        out.println("  " + writes + " writes acknowledged, " + lostWrites + " lost, " + failedCalls + " calls failed, "
                + staleReads + " reads of the past");
        if (oldEpochWrites != null) {
            out.println("  " + oldEpochWrites + " transactions committed first on a closed side");
        }
        out.println(equal ? "  both sides are equal" : "  BOTH SIDES DIFFER");
        errors.forEach(error -> out.println("  " + error));
    }
}
