package dev.movex.core.preflight;

import dev.movex.core.dialect.ServerTraits;
import dev.movex.core.plan.PlanDraft;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.Problem;
import dev.movex.core.plan.Problem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Finds what the two servers' sessions have in a different way. Used once. */
final class TraitsComparison {
    /** Modes that change no statement and no value. */
    private static final Set<String> NO_MATTER = Set.of("NO_ENGINE_SUBSTITUTION", "NO_AUTO_CREATE_USER");

    private final ServerTraits source;
    private final ServerTraits target;
    private final List<Problem> problems = new ArrayList<>();

    TraitsComparison(ServerTraits source, ServerTraits target) {
        this.source = source;
        this.target = target;
    }

    private void warning(String code, String where, String what, String remedy) {
        problems.add(new Problem(Severity.WARNING, code, where, what, remedy));
    }

    List<Problem> problems(PlanDraft draft) {
        zones();
        isolation();
        modes();
        names(draft);
        return problems;
    }

    private void zones() {
        if (!source.offsets().equals(target.offsets())) {
            warning(
                    "TIME_ZONES_DIFFER",
                    "target",
                    "Sessions run in the time zone " + source.zone() + " on the source and " + target.zone()
                            + " on the target. Rows are moved as they are, but what the application writes by NOW() or"
                            + " CURRENT_DATE into columns without a zone changes with the primary.",
                    "Set the same time zone on both servers, or in both URLs.");
        }
    }

    private void isolation() {
        if (!source.isolation().equals(target.isolation())) {
            warning(
                    "ISOLATION_DIFFERS",
                    "target",
                    "Transactions begin at " + source.isolation() + " on the source and " + target.isolation()
                            + " on the target.",
                    "Let the application's pool set the level itself, so that it is the same under both primaries.");
        }
        if (source.isolation().equals("serializable") || target.isolation().equals("serializable")) {
            warning(
                    "ISOLATION_SERIALIZABLE",
                    source.isolation().equals("serializable") ? "source" : "target",
                    "Transactions begin at serializable, so that copy, validation and repair make the application's"
                            + " transactions wait or fail more often.",
                    "Make sure that the application repeats transactions that fail with SQLState 40001.");
        }
    }

    /** Servers without modes have nothing to compare. */
    private void modes() {
        if (source.modes().isEmpty() || target.modes().isEmpty()) {
            return;
        }
        Set<String> one = new TreeSet<>(source.modes());
        Set<String> other = new TreeSet<>(target.modes());
        one.removeAll(target.modes());
        other.removeAll(source.modes());
        one.removeAll(NO_MATTER);
        other.removeAll(NO_MATTER);
        if (!one.isEmpty() || !other.isEmpty()) {
            warning(
                    "SQL_MODE_DIFFERS",
                    "target",
                    "Of sql_mode, " + one + " is set on the source alone, and " + other + " on the target alone.",
                    "Set the same sql_mode on both, so that statements mean the same under both primaries.");
        }
    }

    private void names(PlanDraft draft) {
        if (source.foldsTableNames() == target.foldsTableNames()) {
            return;
        }
        for (PlannedTable table : draft.plan().tables()) {
            String name = table.src().name().name();
            if (!name.equals(name.toLowerCase(Locale.ROOT))) {
                warning(
                        "TABLE_NAME_CASE",
                        table.name(),
                        "One side keeps names of tables in lower case (lower_case_table_names), the other tells upper and"
                                + " lower case apart.",
                        "Let the application write the name as the side that tells it apart has it.");
            }
        }
    }
}
