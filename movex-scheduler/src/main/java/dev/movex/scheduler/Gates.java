package dev.movex.scheduler;

import static java.util.stream.Collectors.joining;

import dev.movex.core.MigrationState;
import dev.movex.core.Side;
import dev.movex.core.control.MemberGroup;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Decides whether a state may be entered, and says why not. Knows the evidence; changes nothing. */
final class Gates {
    private final Plan plan;
    private final EvidenceBook evidence;
    private final MemberGroup members;
    private final Settings settings;
    private final Clock clock;

    Gates(Plan plan, EvidenceBook evidence, MemberGroup members, Settings settings, Clock clock) {
        this.plan = plan;
        this.evidence = evidence;
        this.members = members;
        this.settings = settings;
        this.clock = clock;
    }

    /** Returns what each gate of a legal move says. */
    List<GateResult> ask(MigrationState to, GateInputs in) {
        boolean onward = LegalMoves.goesOn(in.state(), to);
        return switch (to) {
            case INITIAL -> List.of();
            case SRC_ONLY -> onward ? List.of(preflight(in)) : List.of(answers(Side.SRC, in));
            case SRC_FIRST -> onward ? toDualWriting(in) : backToSource(in);
            case DST_FIRST -> onward ? toOtherSide(in) : List.of(answers(Side.SRC, in), answers(Side.DST, in));
            case DST_ONLY -> toOtherSide(in);
            case COMPLETED -> List.of(answers(Side.DST, in), unused(in));
        };
    }

    private List<GateResult> toDualWriting(GateInputs in) {
        return List.of(preflight(in), audit(), present(), answers(Side.SRC, in), answers(Side.DST, in));
    }

    private List<GateResult> backToSource(GateInputs in) {
        List<GateResult> results = new ArrayList<>(List.of(copied(), everClean(), journal(in), breaker()));
        results.add(answers(Side.SRC, in));
        results.add(answers(Side.DST, in));
        return results;
    }

    private List<GateResult> toOtherSide(GateInputs in) {
        Side base = in.state().pattern().primary();
        List<GateResult> results = new ArrayList<>(
                List.of(copied(), full(base), windows(base), journal(in), deadLetters(in), breaker(), soak(in)));
        results.add(answers(Side.SRC, in));
        results.add(answers(Side.DST, in));
        return results;
    }

    private static GateResult preflight(GateInputs in) {
        List<Problem> blocking =
                in.problems().stream().filter(Problem::blocking).toList();
        return GateResult.of(
                "preflight",
                blocking.isEmpty(),
                blocking.isEmpty()
                        ? "nothing blocks; " + in.problems().size() + " warnings"
                        : blocking.stream().map(Problem::toString).collect(joining("\n")));
    }

    private GateResult audit() {
        List<String> denied = members.deniedStatements();
        return GateResult.of(
                "audit",
                denied.isEmpty(),
                denied.isEmpty()
                        ? members.auditedStatements() + " SQL texts seen, none is denied while two sides are written"
                        : denied.size() + " SQL texts can't run while two sides are written: "
                                + denied.stream().limit(5).collect(joining("; ")));
    }

    private GateResult present() {
        int count = members.members().size();
        return GateResult.of("members", count > 0, count + " members");
    }

    private static GateResult answers(Side side, GateInputs in) {
        String health = in.health().getOrDefault(side.name().toLowerCase(Locale.ROOT), "unknown");
        return GateResult.of(side.label() + " answers", health.equals(HealthProbe.OK), health);
    }

    private GateResult copied() {
        List<String> open = plan.tables().stream()
                .map(t -> t.name())
                .filter(name -> !evidence.proven().contains(name))
                .toList();
        return GateResult.of(
                "copy proven",
                open.isEmpty(),
                open.isEmpty() ? "all " + plan.tables().size() + " tables" : "not yet: " + String.join(", ", open));
    }

    private GateResult full(Side base) {
        Optional<FullEvidence> clean = evidence.cleanFull();
        if (clean.isEmpty()) {
            return GateResult.fail("full validation", "none was clean, or the last one was not");
        }
        FullEvidence last = clean.get();
        Duration age = Duration.between(last.endedAt(), clock.instant());
        String found = "run " + last.run() + ", base " + last.base() + ", " + last.rows() + " rows, clean, "
                + age.toSeconds() + " s old (limit " + settings.evidenceLimit().toSeconds() + " s)";
        if (last.base() != base) {
            return GateResult.fail("full validation", found + "; it must be seen from " + base);
        }
        return GateResult.of("full validation", age.compareTo(settings.evidenceLimit()) <= 0, found);
    }

    private GateResult everClean() {
        return GateResult.of(
                "validated once",
                evidence.everClean(),
                evidence.everClean()
                        ? "a full validation was clean since both are written"
                        : "no full validation was clean");
    }

    private GateResult windows(Side base) {
        int clean = evidence.cleanWindows(base);
        return GateResult.of(
                "incremental validation",
                clean >= settings.cleanWindows(),
                clean + " clean windows in a row (needs " + settings.cleanWindows() + ")");
    }

    private GateResult journal(GateInputs in) {
        if (!members.journaling()) {
            return GateResult.of(
                    "journal",
                    false,
                    "members write none, so that a crash between two commits is found by validation alone");
        }
        return GateResult.of(
                "journal",
                in.journalRows() <= settings.journalBound(),
                in.journalRows() + " rows pending (bound " + settings.journalBound() + ")");
    }

    private static GateResult deadLetters(GateInputs in) {
        return GateResult.of("dead letters", in.deadLetters() == 0, in.deadLetters() + " keys that repair gave up on");
    }

    private GateResult breaker() {
        boolean open = members.breakerOpen();
        return GateResult.of("breaker", !open, open ? "not closed: the secondary fails, or is only probed" : "closed");
    }

    private GateResult soak(GateInputs in) {
        return GateResult.of(
                "soak",
                in.inState().compareTo(settings.soak()) >= 0,
                in.inState().toSeconds() + " s in " + in.state().wire() + " (needs "
                        + settings.soak().toSeconds() + " s)");
    }

    private static GateResult unused(GateInputs in) {
        return GateResult.of(
                "source unused",
                !in.undrained(),
                in.undrained() ? "a member still has a transaction open on it" : "no member uses it");
    }
}
