package dev.movex.core.control.explore;

import java.util.ArrayList;
import java.util.List;

/**
 * What a process may do next, which depends on itself and on what it sees: worked out once for each process and each of the
 * surroundings, however the other processes and the coordinators stand. For one thread.
 */
final class ProcessCourses {
    private final Packing packing;
    /** A process and its surroundings. */
    private final Numbers asked = new Numbers();

    private final List<Move[]> answers = new ArrayList<>();

    ProcessCourses(Packing packing) {
        this.packing = packing;
    }

    /**
     * A move.
     *
     * @param urgency as in {@link Sink}
     * @param process the number of what becomes of the process
     * @param surrounding the number of what becomes of the surroundings
     * @param broken the rule that it breaks; empty if none
     */
    record Move(int urgency, int process, int surrounding, String broken) {}

    Move[] of(int process, int surrounding) {
        int number = asked.number((long) surrounding << 32 | process);
        if (number == answers.size()) {
            answers.add(moves(packing.seen(surrounding, process)));
        }
        return answers.get(number);
    }

    private Move[] moves(Scene seen) {
        List<Move> moves = new ArrayList<>();
        ProcessMoves.of(
                seen,
                (urgency, how, what, next) -> moves.add(new Move(
                        urgency,
                        packing.process(next.processes().get(0)),
                        packing.surrounding(next),
                        Rules.broken(seen, next).orElse(""))));
        return moves.toArray(Move[]::new);
    }
}
