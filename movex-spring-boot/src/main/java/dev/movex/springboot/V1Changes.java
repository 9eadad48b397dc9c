package dev.movex.springboot;

import static dev.movex.springboot.RouteDoc.Parameter.IF_MATCH;
import static dev.movex.springboot.RouteDoc.Parameter.KEY;

import dev.movex.core.MigrationState;
import dev.movex.core.MovexException;
import dev.movex.core.validate.ValidationScope;
import dev.movex.scheduler.DryRun;
import dev.movex.scheduler.DryRuns;
import dev.movex.scheduler.Migration;
import dev.movex.scheduler.MoveRefusedException;
import dev.movex.scheduler.RunInfo;
import dev.movex.scheduler.Transition;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The routes of {@code /api/v1} that change something: moves and runs. */
final class V1Changes {
    /** The last millisecond of the year 9999: beyond it, something else than a time was sent. */
    private static final long LATEST = 253_402_300_799_999L;

    private static final long LONGEST_INTERVAL = 24 * 60 * 60 * 1000L;
    private static final long USUAL_INTERVAL = 1000;
    private static final int MOST_TABLES = 10_000;
    private static final List<String> KINDS = List.of("copy", "full", "part", "box", "incremental");
    private static final long USUAL_BOX = 5 * 60 * 1000L;

    private final Function<Call, Migration> migration;
    private final Idempotency idempotency;

    V1Changes(Function<Call, Migration> migration, Idempotency idempotency) {
        this.migration = migration;
        this.idempotency = idempotency;
    }

    List<Route> routes() {
        String runs = V1.ONE + "/runs";
        return List.of(
                Route.get(
                        V1.ONE + "/moves",
                        RouteDoc.pageOf("The moves that were made, the oldest first.", Transition.class)
                                .refuses(404),
                        call -> Reply.ok("", Page.cut(migration.apply(call).transitions(), Page.Wanted.of(call)))),
                Route.post(
                        V1.ONE + "/moves",
                        RouteDoc.of("Moves the state; with dry_run tells what it would do.", Views.MoveView.class)
                                .body(Views.MoveBody.class)
                                .with(IF_MATCH)
                                .with(KEY)
                                .refuses(400, 404, 409, 412, 422, 428),
                        call -> idempotency.once(call, migration.apply(call).records(), this::move),
                        call -> dryRuns(call).move(MoveAsked.of(call).to())),
                Route.get(
                        runs,
                        RouteDoc.pageOf("The runs of this process, the oldest first.", RunInfo.class)
                                .refuses(404),
                        call -> Reply.ok("", Page.cut(migration.apply(call).runs(), Page.Wanted.of(call)))),
                Route.post(
                        runs,
                        RouteDoc.of("Starts a run.", RunInfo.class)
                                .status(202)
                                .body(Views.RunBody.class)
                                .with(KEY)
                                .refuses(400, 404, 409, 422),
                        call -> idempotency.once(call, migration.apply(call).records(), this::start),
                        call -> RunAsked.of(call).ask(dryRuns(call))),
                Route.get(
                        runs + "/{run}",
                        RouteDoc.of("A run.", RunInfo.class).refuses(404),
                        call -> Reply.ok("", run(migration.apply(call), call.variable("run")))),
                Route.delete(
                        runs + "/{run}",
                        RouteDoc.of("Stops a run; what it has done stays done.", RunInfo.class)
                                .with(KEY)
                                .refuses(404, 409, 422),
                        call -> idempotency.once(call, migration.apply(call).records(), this::cancel),
                        call -> dryRuns(call.withoutBody()).cancelRun(call.variable("run"))),
                Route.post(
                        runs + "/{run}/cancel",
                        RouteDoc.of("Stops a run; what it has done stays done.", RunInfo.class)
                                .with(KEY)
                                .refuses(404, 409, 422),
                        call -> idempotency.once(call, migration.apply(call).records(), this::cancel),
                        call -> dryRuns(call.withoutBody()).cancelRun(call.variable("run"))));
    }

    private DryRuns dryRuns(Call call) {
        return migration.apply(call).dryRuns();
    }

    private record MoveAsked(MigrationState to, String why, boolean override, boolean dryRun) {
        static MoveAsked of(Call call) throws Exception {
            JsonBody body = call.body();
            List<String> states = Arrays.stream(MigrationState.values())
                    .map(MigrationState::wire)
                    .toList();
            String to = body.choice("to", states, true);
            String why = body.text("why");
            boolean override = body.flag("override");
            boolean dryRun = body.flag("dry_run");
            if (override && why.isBlank()) {
                body.problem(
                        "why", "An override needs its reason in field 'why'.", "Say why the gates may be overridden.");
            }
            body.end();
            return new MoveAsked(MigrationState.ofWire(to), why, override, dryRun);
        }
    }

    private Reply move(Call call) throws Exception {
        MoveAsked asked = MoveAsked.of(call);
        Migration moved = migration.apply(call);
        if (asked.dryRun()) {
            return Reply.ok("", Views.MoveView.wouldBe(moved, asked.to()));
        }
        if (asked.override()) {
            call.require(Role.ADMIN);
        }
        checkEpoch(call, moved);
        Transition made = make(call, moved, asked);
        return Reply.ok("", Views.MoveView.made(made)).with("ETag", "\"" + made.epoch() + "\"");
    }

    /** The epoch is looked at again when nobody else can move any more. */
    private static Transition make(Call call, Migration moved, MoveAsked asked) {
        String given = call.header("If-Match").orElse("");
        if (given.equals("*")) {
            return moved.move(asked.to(), call.who(), asked.why(), asked.override());
        }
        try {
            long seen = Long.parseLong(given.replace("\"", ""));
            return moved.moveAt(seen, asked.to(), call.who(), asked.why(), asked.override());
        } catch (MoveRefusedException e) {
            throw e.code().equals("EPOCH_CHANGED") ? changed(moved) : e;
        }
    }

    private static RefusedCallException changed(Migration migration) {
        return new RefusedCallException(Reply.refused(
                        412,
                        "EPOCH_CHANGED",
                        "The migration is not at the epoch that you have seen: somebody has moved it.",
                        "Look at it again; its ETag is now " + V1.tag(migration) + ".")
                .with("ETag", V1.tag(migration)));
    }

    private static void checkEpoch(Call call, Migration migration) {
        String given = call.header("If-Match").orElse("");
        if (given.isEmpty()) {
            throw new RefusedCallException(Reply.refused(
                            428,
                            "EPOCH_NEEDED",
                            "The header If-Match is missing; it says which epoch you have seen.",
                            "Get the migration and send its ETag, now " + V1.tag(migration) + ".")
                    .with("ETag", V1.tag(migration)));
        }
        if (!given.equals("*") && !given.equals(V1.tag(migration))) {
            throw changed(migration);
        }
    }

    private record RunAsked(String kind, long utime, long interval, ValidationScope scope, Duration box) {
        static RunAsked of(Call call) throws Exception {
            JsonBody body = call.body();
            String kind = body.choice("kind", KINDS, true);
            long utime = body.numberOr("utime", "milliseconds since 1970", new JsonBody.Bounds(0, LATEST), 0);
            long interval =
                    body.numberOr("interval", "milliseconds", new JsonBody.Bounds(1, LONGEST_INTERVAL), USUAL_INTERVAL);
            ValidationScope scope = readScope(body, kind);
            long box = body.numberOr("box", "milliseconds", new JsonBody.Bounds(1, LONGEST_INTERVAL), USUAL_BOX);
            body.end();
            return new RunAsked(kind, utime, interval, scope, Duration.ofMillis(box));
        }

        String begin(Migration worked, String who) {
            return switch (kind) {
                case "copy" -> worked.startCopy(who);
                case "full" -> worked.startFull(who);
                case "part" -> worked.startPart(scope, who);
                case "box" -> worked.startBox(box, who);
                default -> worked.startIncremental(utime, interval, who);
            };
        }

        DryRun ask(DryRuns asked) {
            return switch (kind) {
                case "copy" -> asked.copy();
                case "full" -> asked.full();
                case "part" -> asked.part(scope);
                case "box" -> asked.box(box);
                default -> asked.incremental();
            };
        }
    }

    private Reply start(Call call) throws Exception {
        RunAsked asked = RunAsked.of(call);
        Migration worked = migration.apply(call);
        String id = asked.begin(worked, call.who());
        return Reply.accepted("", run(worked, id)).with("Location", call.path() + "/" + id);
    }

    private static ValidationScope readScope(JsonBody body, String kind) {
        List<String> tables = body.texts("tables", MOST_TABLES);
        long percent = body.numberOr("percent", "per cent", new JsonBody.Bounds(1, 100), 100);
        long seed = body.numberOr("seed", "the choice of a sample", new JsonBody.Bounds(0, Long.MAX_VALUE), 0);
        boolean keysOnly = body.flag("keys_only");
        if (kind.equals("part") && tables.isEmpty() && percent == 100 && !keysOnly) {
            body.problem(
                    "kind",
                    "A part needs something that is left out: 'tables', 'percent' or 'keys_only'.",
                    "Say what to look at, or send kind 'full'.");
        }
        ValidationScope scope = ValidationScope.ALL.of(Set.copyOf(tables)).sampled(percent / 100.0, seed);
        return keysOnly ? scope.ofKeysOnly() : scope;
    }

    private Reply cancel(Call call) throws Exception {
        Migration worked = migration.apply(call);
        call.withoutBody();
        String id = call.variable("run");
        run(worked, id);
        try {
            worked.cancelRun(id, call.who());
        } catch (MovexException e) {
            if (!e.code().equals("STOPS_SLOWLY")) {
                throw e;
            }
            return Reply.accepted("", run(worked, id));
        }
        return Reply.ok("", run(worked, id));
    }

    private static RunInfo run(Migration migration, String id) {
        return migration.runs().stream()
                .filter(r -> r.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new RefusedCallException(Reply.refused(
                        404,
                        "NO_SUCH_RUN",
                        "This process knows of no run '" + id + "'.",
                        "Look at the list of runs; what ended runs have found is in the evidence.")));
    }
}
