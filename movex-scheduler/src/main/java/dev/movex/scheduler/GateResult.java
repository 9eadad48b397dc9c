package dev.movex.scheduler;

/**
 * What one gate says to a move.
 *
 * @param gate its name
 * @param passed whether the move may be made as far as this gate is concerned
 * @param reason what was found, with the limit it was held against
 */
public record GateResult(String gate, boolean passed, String reason) {
    static GateResult pass(String gate, String reason) {
        return new GateResult(gate, true, reason);
    }

    static GateResult fail(String gate, String reason) {
        return new GateResult(gate, false, reason);
    }

    static GateResult of(String gate, boolean passed, String reason) {
        return new GateResult(gate, passed, reason);
    }
}
