package dev.movex.scheduler;

import static java.util.stream.Collectors.joining;

import dev.movex.core.MigrationState;
import dev.movex.core.Side;
import dev.movex.core.control.MemberGroup;
import dev.movex.core.control.MemberInfo;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides whether a state may be entered, and says why not. Knows the evidence; changes nothing. */
final class Gates {
    static final String WAY_BACK = "way back";

    private static final String OWN_TABLES = "own tables";
    private static final String PLAN = "plan";
    private static final String UNUSED = "source unused";

    private static final Logger LOG = LoggerFactory.getLogger(Gates.class);

    private final Plan plan;
    private final EvidenceBook evidence;
    private final MemberGroup members;
    private final Settings settings;
    private final Clock clock;
    private final List<MoveGate> others;

    Gates(
            Plan plan,
            EvidenceBook evidence,
            MemberGroup members,
            Settings settings,
            Clock clock,
            List<MoveGate> others) {
        this.plan = plan;
        this.evidence = evidence;
        this.members = members;
        this.settings = settings;
        this.clock = clock;
        this.others = List.copyOf(others);
    }

    /**
     * Returns whether no reason helps against what a gate says: others weigh evidence, which somebody may know better, but
     * without these writes would be lost or the application could not write at all.
     */
    private static boolean firm(String gate, MigrationState from, MigrationState to) {
        boolean moves = to.pattern().primary() != from.pattern().primary();
        return gate.equals(OWN_TABLES)
                || gate.equals(PLAN)
                || gate.equals(UNUSED)
                || (moves && gate.equals(answers(to.pattern().primary())));
    }

    /**
     * Returns whether gates have to be overridden.
     *
     * @param why the reason to override them; null if they are not to be overridden
     * @throws MoveRefusedException if the move must not be made
     */
    static boolean overridden(MigrationState from, MigrationState to, List<GateResult> results, @Nullable String why) {
        List<GateResult> failed = results.stream().filter(g -> !g.passed()).toList();
        if (failed.isEmpty()) {
            return false;
        }
        String problem = "Gates to " + to.wire() + " did not pass: "
                + failed.stream().map(g -> g.gate() + ": " + g.reason()).collect(joining("; ")) + ".";
        List<MigrationState> legal = LegalMoves.from(from);
        String firm = failed.stream()
                .map(GateResult::gate)
                .filter(gate -> firm(gate, from, to))
                .collect(joining(", "));
        if (why != null && !firm.isEmpty()) {
            String remedy = "No reason overrides these: " + firm + ". Mend what they say.";
            throw new MoveRefusedException("NOT_OVERRIDABLE", problem, remedy, legal, results);
        }
        if (why == null || why.isBlank()) {
            String remedy = why == null
                    ? "Mend what they say, or override them with a reason."
                    : "An override needs a reason (why).";
            throw new MoveRefusedException("GATES_NOT_PASSED", problem, remedy, legal, results);
        }
        LOG.warn("gates to {} are overridden because: {}", to.wire(), why);
        return true;
    }

    private static String answers(Side side) {
        return side.label() + " answers";
    }

    /** Returns what each gate of a legal move says, those of other modules last. */
    List<GateResult> ask(MigrationState to, GateInputs in) {
        List<GateResult> results = new ArrayList<>(own(to, in));
        others.stream()
                .filter(gate -> gate.guards(in.state(), to))
                .map(gate -> ask(gate, in.state(), to))
                .forEach(results::add);
        return results;
    }

    private static GateResult ask(MoveGate gate, MigrationState from, MigrationState to) {
        try {
            return gate.ask(from, to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return GateResult.fail(gate.getClass().getSimpleName(), "interrupted");
        } catch (Exception e) {
            LOG.warn("a gate could not be asked", e);
            return GateResult.fail(
                    gate.getClass().getSimpleName(),
                    "could not be asked: "
                            + LastError.of(Instant.EPOCH, "gate", e).what());
        }
    }

    private List<GateResult> own(MigrationState to, GateInputs in) {
        boolean onward = LegalMoves.goesOn(in.state(), to);
        return switch (to) {
            case INITIAL -> List.of();
            case SRC_ONLY -> onward ? List.of(preflight(in)) : List.of(answers(Side.SRC, in));
            case SRC_FIRST -> onward ? toDualWriting(in) : backToSource(in);
            case DST_FIRST -> onward ? toOtherSide(in) : List.of(answers(Side.SRC, in), answers(Side.DST, in));
            case DST_ONLY -> in.follows() ? toOtherSide(in) : withWayBack(toOtherSide(in), in);
            case COMPLETED -> List.of(answers(Side.DST, in), unused(in));
        };
    }

    private List<GateResult> toDualWriting(GateInputs in) {
        List<GateResult> results = new ArrayList<>(List.of(preflight(in), own(in), planned(in)));
        if (!in.follows()) {
            results.addAll(List.of(audit(), present(in)));
        }
        in.changeLog().ifPresent(results::add);
        results.add(answers(Side.SRC, in));
        results.add(answers(Side.DST, in));
        in.unknownSessions().ifPresent(results::add);
        return results;
    }

    private List<GateResult> backToSource(GateInputs in) {
        List<GateResult> results = new ArrayList<>(List.of(copied(), everClean()));
        if (in.follows()) {
            results.addAll(List.of(events(in), deadLetters(in)));
            in.changeLog().ifPresent(results::add);
        } else {
            results.addAll(List.of(journal(in), breaker()));
        }
        results.add(answers(Side.SRC, in));
        results.add(answers(Side.DST, in));
        return results;
    }

    private List<GateResult> toOtherSide(GateInputs in) {
        Side base = in.state().pattern().primary();
        List<GateResult> results =
                new ArrayList<>(List.of(copied(), full(base), windows(base), events(in), deadLetters(in), soak(in)));
        if (!in.follows()) {
            results.addAll(List.of(journal(in), breaker(), rates(in), present(in)));
        }
        in.changeLog().ifPresent(results::add);
        results.add(own(in));
        results.add(planned(in));
        results.add(answers(Side.SRC, in));
        results.add(answers(Side.DST, in));
        in.unknownSessions().ifPresent(results::add);
        return results;
    }

    private static GateResult preflight(GateInputs in) {
        List<Problem> blocking =
                in.problems().stream().filter(Problem::blocking).toList();
        return GateResult.of(
                "preflight",
                blocking.isEmpty(),
                blocking.isEmpty()
                        ? "nothing blocks; " + warnings(in.problems())
                        : blocking.stream().map(Problem::toString).collect(joining("\n")));
    }

    /** By their codes: what each of them says at length is for a command that shows nothing else. */
    private static String warnings(List<Problem> problems) {
        return problems.isEmpty()
                ? "no warnings"
                : problems.size() + " warnings, which 'movex preflight' tells at length: "
                        + problems.stream()
                                .map(Problem::code)
                                .distinct()
                                .sorted()
                                .collect(joining(", "));
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

    /** A member that has not heard of the last change must not meet the next one. */
    private GateResult present(GateInputs in) {
        List<MemberInfo> all = members.members().stream().filter(m -> !m.gone()).toList();
        List<String> late = all.stream()
                .filter(member -> member.epoch() < in.epoch())
                .map(member -> member.id() + " (at epoch " + member.epoch() + ")")
                .toList();
        if (all.isEmpty()) {
            return GateResult.fail(
                    "members",
                    "no application process is known: start those that write through Movex's DataSource; with a server"
                            + " of its own, several processes, or both, each needs a coordination"
                            + " (docs/many-processes.md)");
        }
        return GateResult.of(
                "members",
                late.isEmpty(),
                all.size() + " members"
                        + (late.isEmpty()
                                ? ", all at epoch " + in.epoch()
                                : "; not yet at epoch " + in.epoch() + ": " + String.join(", ", late)));
    }

    private static GateResult own(GateInputs in) {
        return GateResult.of(
                OWN_TABLES,
                in.taken().isEmpty(),
                in.taken().isEmpty()
                        ? "no other migration moves them"
                        : "another migration moves them as well: " + in.taken());
    }

    private static GateResult planned(GateInputs in) {
        return GateResult.of(
                PLAN,
                !in.planChanged(),
                in.planChanged()
                        ? "tables were changed by a guided step since this process read its plan: start it anew"
                        : "as this process has read it");
    }

    private GateResult rates(GateInputs in) {
        Optional<String> crossed = in.rates().crossed(settings.automation().rates(), 1);
        return GateResult.of(
                "error rates",
                crossed.isEmpty(),
                crossed.orElse(
                        "within their limits; " + in.rates().transactions() + " transactions in the last window"));
    }

    /** The way back from the target alone begins with the change that was rehearsed. */
    private static List<GateResult> withWayBack(List<GateResult> results, GateInputs in) {
        List<GateResult> all = new ArrayList<>(results);
        all.add(GateResult.of(
                WAY_BACK,
                !in.rehearsed().isEmpty(),
                in.rehearsed().isEmpty()
                        ? "never rehearsed: rehearse it in dst_first, or move to src_first and back"
                        : "rehearsed at " + in.rehearsed()));
        return all;
    }

    private static GateResult answers(Side side, GateInputs in) {
        String health = in.health().getOrDefault(side.name().toLowerCase(Locale.ROOT), "unknown");
        return GateResult.of(answers(side), health.equals(HealthProbe.OK), health);
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
        Optional<WindowEvidence> windows = evidence.windows(base);
        int clean = windows.map(WindowEvidence::clean).orElse(0);
        Duration age =
                windows.map(w -> Duration.between(w.at(), clock.instant())).orElse(Duration.ZERO);
        return GateResult.of(
                "incremental validation",
                clean >= settings.cleanWindows() && age.compareTo(settings.evidenceLimit()) <= 0,
                clean + " clean windows in a row (needs " + settings.cleanWindows() + "), the last " + age.toSeconds()
                        + " s ago (limit " + settings.evidenceLimit().toSeconds() + " s)");
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

    private static GateResult events(GateInputs in) {
        return GateResult.of(
                "events",
                in.queuedEvents() == 0,
                in.queuedEvents() < 0
                        ? "unknown: what carries inconsistencies to their repair does not answer"
                        : in.queuedEvents() + " inconsistencies wait for their repair");
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
                UNUSED,
                !in.undrained(),
                in.undrained() ? "a member still has a transaction open on it" : "no member uses it");
    }
}
