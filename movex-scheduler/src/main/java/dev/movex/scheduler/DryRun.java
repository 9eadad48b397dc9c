package dev.movex.scheduler;

import java.util.List;

/**
 * What something would do if it were asked for now. Nothing is changed to find out.
 *
 * @param what what was asked about
 * @param possible whether it would be begun: it is legal, and all gates pass
 * @param gates what each gate says; empty where none is asked
 * @param steps what would be done, in order, a clause each
 * @param refusal why it would be refused; empty if it would be begun, or if the gates tell why
 */
public record DryRun(String what, boolean possible, List<GateResult> gates, List<String> steps, String refusal) {
    public DryRun {
        gates = List.copyOf(gates);
        steps = List.copyOf(steps);
    }

    /** Of something that no gate is asked about. */
    static DryRun of(String what, String refusal, List<String> steps) {
        return new DryRun(what, refusal.isEmpty(), List.of(), steps, refusal);
    }
}
