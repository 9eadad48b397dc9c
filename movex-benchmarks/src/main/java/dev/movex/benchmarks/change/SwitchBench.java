package dev.movex.benchmarks.change;

import dev.movex.core.access.Pauser;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Changes the primary back and forth under the writers of several processes, and asks them what they noticed. */
public final class SwitchBench {
    private final SwitchOptions options;
    private final PrintStream progress;

    /**
     * @param progress told of how far it has come
     */
    public SwitchBench(SwitchOptions options, PrintStream progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Runs it, which takes about a second for each switch. */
    public SwitchReport run() throws Exception {
        progress.println("starting two servers, a coordinator and " + options.members() + " members");
        try (SwitchRun run = new SwitchRun(options)) {
            run.begin();
            Pauser.real().pause(options.rest());
            List<Double> moves = new ArrayList<>();
            for (int i = 1; i <= options.switches(); i++) {
                moves.add(run.move(i % 2 == 1 ? "dst_first" : "src_first").millis());
                Pauser.real().pause(options.rest());
                if (i % 10 == 0 || i == options.switches()) {
                    progress.println(i + " of " + options.switches() + " switches");
                }
            }
            List<MemberReport> members = run.stopMembers();
            return SwitchReport.of(options, moves, members, run.truth());
        }
    }
}
