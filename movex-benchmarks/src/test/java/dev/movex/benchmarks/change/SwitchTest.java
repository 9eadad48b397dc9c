package dev.movex.benchmarks.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.testkit.database.ServerKind;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Real processes: members with writers and a coordinator, whose primary changes back and forth. {@code -Dmovex.switches=50}
 * makes it the long form, {@code -Dmovex.seed=N} repeats the faults of a run.
 */
@Timeout(1800)
class SwitchTest {
    private static final int MEMBERS = 4;
    private static final int SWITCHES = Integer.getInteger("movex.switches", 6);
    private static final SwitchOptions OPTIONS =
            new SwitchOptions(ServerKind.POSTGRESQL, MEMBERS, 2, SWITCHES, Duration.ofMillis(100), true);

    @Test
    void noCallFailsAndNothingIsLostWhileThePrimaryChanges() throws Exception {
        SwitchReport report = new SwitchBench(OPTIONS, System.out).run();
        report.print(System.out);
        assertThat(report.errors()).isEmpty();
        assertThat(report.failedCalls()).isZero();
        assertThat(report.lostWrites()).isZero();
        assertThat(report.staleReads()).isZero();
        assertThat(report.oldEpochWrites()).isZero();
        assertThat(report.equal()).isTrue();
        assertThat(report.writes()).isPositive();
    }

    @Test
    void nothingIsLostWhateverDiesOrSleeps() throws Exception {
        long seed = Long.getLong("movex.seed", new Random().nextLong());
        System.out.println("seed " + seed + ": repeat with -Dmovex.seed=" + seed);
        try (SwitchRun run = new SwitchRun(OPTIONS)) {
            run.begin();
            Faults faults = new Faults(run, new Random(seed));
            for (int i = 1; i <= SWITCHES; i++) {
                String what = faults.duringMove(i % 2 == 1 ? "dst_first" : "src_first");
                System.out.println(i + ": " + what);
            }
            faults.heal();
            List<MemberReport> reports = run.stopMembers();
            Truth truth = run.truth();
            System.out.println(truth);
            assertThat(truth.clean()).as("seed %s: %s", seed, truth).isTrue();
            assertThat(truth.acknowledged()).isPositive();
            assertThat(reports.stream().flatMap(r -> r.writers().stream()))
                    .allSatisfy(w -> assertThat(w.stale()).as(w.toString()).isZero());
        }
    }
}
