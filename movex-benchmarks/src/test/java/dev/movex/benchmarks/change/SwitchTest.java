package dev.movex.benchmarks.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.access.Pauser;
import dev.movex.testkit.database.ServerKind;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Real processes: members with writers and a coordinator, whose primary changes back and forth. {@code -Dmovex.switches=50}
 * makes it the long form, {@code -Dmovex.seed=N} repeats the faults of a run.
 */
@Timeout(1800)
class SwitchTest {
    private static final int MEMBERS = 4;
    private static final int SWITCHES = Integer.getInteger("movex.switches", 6);
    private static final SwitchOptions OPTIONS = options(ServerKind.POSTGRESQL);

    private static SwitchOptions options(ServerKind kind) {
        boolean witnessed = kind == ServerKind.POSTGRESQL;
        return new SwitchOptions(
                kind, MEMBERS, 2, witnessed ? SWITCHES : SWITCHES / 2, Duration.ofMillis(100), witnessed);
    }

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

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void nothingIsLostWhateverDiesOrSleeps(ServerKind kind) throws Exception {
        SwitchOptions options = options(kind);
        long seed = Long.getLong("movex.seed", new Random().nextLong());
        System.out.println("seed " + seed + ": repeat with -Dmovex.seed=" + seed);
        try (SwitchRun run = new SwitchRun(options)) {
            run.begin();
            Faults faults = new Faults(run, new Random(seed));
            for (int i = 1; i <= options.switches(); i++) {
                String what = faults.duringMove(i % 2 == 1 ? "dst_first" : "src_first");
                System.out.println(i + ": " + what);
            }
            faults.heal();
            assertNothingLost(run, "seed " + seed);
        }
    }

    private static void assertNothingLost(SwitchRun run, String what) throws Exception {
        List<MemberReport> reports = run.stopMembers();
        Truth truth = run.truth();
        System.out.println(truth);
        assertThat(truth.clean()).as("%s: %s", what, truth).isTrue();
        assertThat(truth.acknowledged()).isPositive();
        assertThat(reports.stream().flatMap(r -> r.writers().stream()))
                .allSatisfy(w -> assertThat(w.stale()).as(w.toString()).isZero());
    }

    @Test
    void theWayBackFromTheTargetAloneLosesNothingThoughAMemberSleepsAndTheCoordinatorIsKilled() throws Exception {
        try (SwitchRun run = new SwitchRun(OPTIONS)) {
            run.begin();
            run.move("dst_first");
            run.move("dst_only");
            Pauser.real().pause(OPTIONS.rest()); // so that the target alone is written
            Faults faults = new Faults(run, new Random(0));
            Child sleeper = run.members().get(0);
            sleeper.signal("STOP");
            run.coordinator().line().send(new Command("move", "dst_first"));
            run.coordinator().kill();
            run.startCoordinator();
            faults.reach("dst_first");
            sleeper.signal("CONT");
            assertThat(run.tell(new Command("copy", "")).done()).isTrue();
            faults.reach("src_first");
            assertNothingLost(run, "the way back");
        }
    }
}
