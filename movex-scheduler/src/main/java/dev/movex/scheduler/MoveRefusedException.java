package dev.movex.scheduler;

import dev.movex.core.MigrationState;
import dev.movex.core.MovexException;
import java.util.List;

/** A move was not made: it is not legal, a gate did not pass, or something else goes on. Nothing has changed. */
public final class MoveRefusedException extends MovexException {
    private static final long serialVersionUID = 1L;

    private final transient List<MigrationState> legal;
    private final transient List<GateResult> gates;

    MoveRefusedException(
            String code, String problem, String remedy, List<MigrationState> legal, List<GateResult> gates) {
        super(code, problem, remedy);
        this.legal = List.copyOf(legal);
        this.gates = List.copyOf(gates);
    }

    /** Returns the states that can be entered from the present one. */
    public List<MigrationState> legal() {
        return legal;
    }

    /** Returns what each gate said; empty if none was asked. */
    public List<GateResult> gates() {
        return gates;
    }
}
