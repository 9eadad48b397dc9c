package dev.movex.core.control;

import java.time.Duration;

/**
 * What the members of a migration are told. The newest one counts, by its number: an older one that comes late, or the
 * same one twice, changes nothing, and one that was lost is found in the store.
 */
public sealed interface Instruction {
    /** Returns the number, which rises with every instruction of a migration. */
    long number();

    /** Returns the id of the change that it belongs to; empty if it belongs to none. */
    String change();

    /** Returns the epoch that it prepares or announces. */
    long epoch();

    /** A change is near: listen closely, and say that you do. */
    record Prepare(long number, String change, long epoch) implements Instruction {}

    /**
     * New transactions wait. Each member ends the hold by its own clock.
     *
     * @param atMost how long, from when the member hears of it
     */
    record Hold(long number, String change, long epoch, Duration atMost) implements Instruction {}

    /** A hold ends without a change. */
    record Release(long number, String change, long epoch) implements Instruction {}

    /** Further transactions begin under an assignment; a hold of the same change ends. */
    record Adopt(long number, String change, Assignment assignment) implements Instruction {
        @Override
        public long epoch() {
            return assignment.epoch();
        }
    }

    /** Returns the instruction as JSON, the form in which stores keep it. */
    default String toJson() {
        return InstructionForm.of(this).toJson();
    }

    /** Returns the instruction that {@link #toJson} wrote. */
    static Instruction ofJson(String json) {
        return InstructionForm.ofJson(json).instruction();
    }
}
