package dev.movex.core.plan;

import static java.util.stream.Collectors.joining;

import dev.movex.core.MovexException;
import java.util.List;

/**
 * A plan together with all that stands in its way.
 *
 * @param plan the tables that can be moved
 * @param problems everything that was found, the blocking ones first
 */
public record PlanDraft(Plan plan, List<Problem> problems) {
    public PlanDraft {
        problems = List.copyOf(problems);
    }

    /** Returns whether the migration may begin. */
    public boolean passed() {
        return problems.stream().noneMatch(Problem::blocking);
    }

    /**
     * Returns the plan.
     *
     * @throws MovexException with code {@code PREFLIGHT_FAILED}, naming all blocking problems, if there are any
     */
    public Plan orThrow() {
        if (passed()) {
            return plan;
        }
        String list = problems.stream()
                .filter(Problem::blocking)
                .map(Problem::toString)
                .collect(joining("\n"));
        throw new MovexException(
                "PREFLIGHT_FAILED",
                "The migration " + plan.migration() + " can't begin:\n" + list + "\n",
                "Mend these.");
    }
}
