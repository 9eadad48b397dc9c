package dev.movex.core.control;

import dev.movex.core.Pattern;
import dev.movex.core.Side;

/** What has to be done next in a change of pattern. Every step may be repeated without harm. */
public sealed interface ChangeStep {

    /** Replace a control row by compare-and-set. */
    record Write(ControlRow expected, ControlRow next) implements ChangeStep {
        /** Returns whether this step is the point of no return: the other side is opened. */
        public boolean decides() {
            return !expected.open() && next.open() && next.epoch() == expected.epoch();
        }
    }

    /** Raise the counters of a side above those of the other one. */
    record RaiseCounters(Side side, boolean again) implements ChangeStep {}

    /** Hold new transactions of all members. */
    record Hold() implements ChangeStep {}

    /** Wait until the members have ended every transaction of an epoch before the given one. */
    record AwaitDrained(long beforeEpoch) implements ChangeStep {}

    /**
     * End the sessions of a side that were opened before the given epoch and belong to no member that has acknowledged it:
     * a side that was written alone has no fence which would keep out whoever slept.
     */
    record EndSessions(Side side, long beforeEpoch) implements ChangeStep {}

    /** Repair the keys of a closed side's journal until it is empty. */
    record DrainJournal(Authority authority) implements ChangeStep {}

    /** Declare void what was proven: from here on there may be writes that no journal knows. */
    record VoidProofs() implements ChangeStep {}

    /**
     * Drop the journal rows of a side whose other side has been given up, as long as it shows the fence: under a later epoch
     * they are somebody else's.
     */
    record ForgetJournal(SideFence fence) implements ChangeStep {}

    /** Let all members work under a pattern and an epoch; ends a hold. */
    record Adopt(Pattern pattern, long epoch) implements ChangeStep {}

    /** Two steps that do not depend on each other: in either order, or side by side. */
    record Together(ChangeStep first, ChangeStep second) implements ChangeStep {}

    /** Nothing is left to do. */
    record Done() implements ChangeStep {}
}
