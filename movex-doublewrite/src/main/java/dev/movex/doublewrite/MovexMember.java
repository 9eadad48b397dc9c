package dev.movex.doublewrite;

import dev.movex.core.control.Assignment;
import dev.movex.core.control.Instruction;
import dev.movex.core.control.Member;
import dev.movex.core.control.OpenTransaction;
import java.time.Duration;
import java.util.List;

/** The member that a {@link MovexDataSource} is. Thread-safe. */
public final class MovexMember implements Member {
    /** The change that a coordinator in this process makes: there is one at a time. */
    private static final String HERE = "";

    private final String id;
    private final Gate gate;
    private final Runnable onHold;

    MovexMember(String id, Gate gate, Runnable onHold) {
        this.id = id;
        this.gate = gate;
        this.onHold = onHold;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Assignment assignment() {
        return gate.assignment();
    }

    @Override
    public void hold(Duration atMost) {
        gate.taken(new Instruction.Hold(0, HERE, assignment().epoch() + 1, atMost));
        onHold.run();
    }

    @Override
    public void release() {
        gate.taken(new Instruction.Release(0, HERE, 0));
    }

    @Override
    public void adopt(Assignment assignment) {
        gate.taken(new Instruction.Adopt(0, HERE, assignment));
    }

    @Override
    public boolean awaitDrained(long beforeEpoch, Duration atMost) throws InterruptedException {
        return gate.awaitDrained(beforeEpoch, atMost);
    }

    @Override
    public List<OpenTransaction> openTransactions() {
        long now = System.nanoTime();
        return gate.open().stream().map(t -> t.describe(id, now)).toList();
    }

    /** Returns the longest time that a caller of this process waited in the last hold: the pause that it noticed. */
    public Duration longestWait() {
        return gate.longestWait();
    }
}
