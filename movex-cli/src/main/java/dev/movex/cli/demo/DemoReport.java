package dev.movex.cli.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the demonstration has measured.
 *
 * @param state the state at the end
 * @param verdict {@code clean} or what is wrong
 * @param seconds how long it took in all, servers and loading included
 * @param states the seconds from the start of the migration at which each state was entered
 * @param acknowledgedWrites rows whose write was acknowledged to a writer
 * @param lostWrites acknowledged writes that are not on the target at the end
 * @param unwrittenRows rows on the target that nobody wrote
 * @param calls calls of the writers
 * @param failedCalls calls that failed, deadlocks of the writers among themselves not counted
 * @param retries calls that the writers tried again after such a deadlock
 * @param deadlocks deadlocks that the two servers have counted
 * @param unknownOutcomes commits whose outcome the writer could not know
 * @param latencyMillis latencies of the writers' calls
 * @param rowsCopied rows that the copy added
 * @param planted rows damaged behind Movex's back
 * @param found planted rows that were confirmed and reported
 * @param confirmed rows that were confirmed different under locks
 * @param repaired rows that repair changed, added or deleted
 * @param falseAlarms confirmed rows that nobody had damaged
 * @param switchPauseMillis the longest that a call was held when the primary changed
 * @param differencesBeforeTheEnd lines by which the two sides differed while both were written and nobody wrote
 * @param differencesAtEnd lines by which the target differs from what the ledger asks for, and from the source where it
 *     was compared
 * @param leftBehind objects and sessions of Movex that are left
 * @param findings the first findings of the oracle
 */
record DemoReport(
        @JsonProperty("state") String state,
        @JsonProperty("verdict") String verdict,
        @JsonProperty("seconds") double seconds,
        @JsonProperty("states") Map<String, Double> states,
        @JsonProperty("acknowledged_writes") long acknowledgedWrites,
        @JsonProperty("lost_writes") long lostWrites,
        @JsonProperty("unwritten_rows") long unwrittenRows,
        @JsonProperty("calls") long calls,
        @JsonProperty("failed_calls") long failedCalls,
        @JsonProperty("retries") long retries,
        @JsonProperty("deadlocks") long deadlocks,
        @JsonProperty("unknown_outcomes") long unknownOutcomes,
        @JsonProperty("latency_ms") Map<String, Double> latencyMillis,
        @JsonProperty("rows_copied") long rowsCopied,
        @JsonProperty("planted") long planted,
        @JsonProperty("found") long found,
        @JsonProperty("confirmed") long confirmed,
        @JsonProperty("repaired") long repaired,
        @JsonProperty("false_alarms") long falseAlarms,
        @JsonProperty("switch_pause_ms") double switchPauseMillis,
        @JsonProperty("differences_before_the_end") long differencesBeforeTheEnd,
        @JsonProperty("differences_at_end") long differencesAtEnd,
        @JsonProperty("left_behind") long leftBehind,
        @JsonProperty("findings") List<String> findings) {

    static final String CLEAN = "clean";

    boolean clean() {
        return verdict.equals(CLEAN);
    }

    String toJson() {
        return JsonMapper.shared().writeValueAsString(this);
    }

    void print(PrintStream out) {
        out.println();
        out.println("states        " + states);
        out.printf(
                "writers       %,d calls, %,d failed, %,d tried again, %,d deadlocks, %s%n",
                calls, failedCalls, retries, deadlocks, latencyMillis);
        out.printf("copied        %,d rows%n", rowsCopied);
        out.printf(
                "damage        %,d planted, %,d found, %,d confirmed, %,d repaired, %,d false alarms%n",
                planted, found, confirmed, repaired, falseAlarms);
        out.printf("switch        calls were held for %.1f ms at the longest%n", switchPauseMillis);
        out.printf(
                "oracle        %,d acknowledged writes, %,d lost, %,d rows nobody wrote, %,d and %,d differences%n",
                acknowledgedWrites, lostWrites, unwrittenRows, differencesBeforeTheEnd, differencesAtEnd);
        out.printf("left behind   %,d%n", leftBehind);
        findings.forEach(f -> out.println("              " + f));
        out.printf("verdict       %s, state %s, after %.1f s%n", verdict, state, seconds);
    }
}
