package dev.movex.springboot;

import static dev.movex.springboot.RouteDoc.Parameter.KEY;

import dev.movex.core.MigrationState;
import dev.movex.scheduler.DryRun;
import dev.movex.scheduler.DryRuns;
import dev.movex.scheduler.Migration;
import dev.movex.scheduler.Rehearsal;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** The routes of {@code /api/v1} by which a migration walks by itself, or is given up, and what that would do. */
final class V1Auto {
    private static final String AUTO = V1.ONE + "/auto-migrate";
    private static final int USUAL_ROUNDS = 5;
    private static final int MOST_ROUNDS = 100;

    private final Function<Call, Migration> migration;
    private final Idempotency idempotency;

    V1Auto(Function<Call, Migration> migration, Idempotency idempotency) {
        this.migration = migration;
        this.idempotency = idempotency;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        AUTO,
                        doc("Whether the migration walks by itself, how far, and what it waits for."),
                        call -> Reply.ok("", Views.AutoView.of(migration.apply(call)))),
                changing(
                        "",
                        doc("Begins to walk by itself.").status(202).body(Views.AutoBody.class),
                        this::begin,
                        call -> dryRuns(call).autoMigrate(until(call))),
                changing("/pause", doc("Lets the walk rest.").body(Views.WhyBody.class), this::pause, call -> {
                    why(call);
                    return dryRuns(call).pauseAutoMigrate();
                }),
                changing(
                        "/resume",
                        doc("Lets the walk go on."),
                        call -> done(call, m -> m.resumeAutoMigrate(call.who())),
                        call -> dryRuns(call.withoutBody()).resumeAutoMigrate()),
                Route.delete(
                        AUTO,
                        doc("Ends the walk; the state stays what it is.")
                                .with(KEY)
                                .refuses(404, 409, 422),
                        once(call -> done(call, m -> m.stopAutoMigrate(call.who()))),
                        call -> dryRuns(call.withoutBody()).stopAutoMigrate()),
                Route.post(
                        V1.ONE + "/abort",
                        doc("Gives the migration up: walks back to src_only.")
                                .status(202)
                                .body(Views.WhyBody.class)
                                .with(KEY)
                                .refuses(400, 404, 409, 422),
                        once(this::abort),
                        call -> {
                            why(call);
                            return dryRuns(call).abort();
                        }),
                Route.post(
                        V1.ONE + "/rehearsals",
                        RouteDoc.of(
                                        "Does what a change of the primary does, up to the decision, and goes back; tells how"
                                                + " long writers were held.",
                                        Rehearsal.class)
                                .body(Views.RehearsalBody.class)
                                .with(KEY)
                                .refuses(400, 404, 409, 422),
                        once(this::rehearse),
                        call -> {
                            RehearsalAsked.of(call);
                            return dryRuns(call).rehearsal();
                        }),
                Route.get(
                        V1.ONE + "/dry-runs/{what}",
                        RouteDoc.of(
                                        "What a move to a state, or copy, full, incremental, rehearsal, auto-migrate or abort"
                                                + " would do.",
                                        DryRun.class)
                                .query("until", false, "Where auto-migrate would end; completed if left out.")
                                .refuses(400, 404),
                        this::dryRun));
    }

    private static RouteDoc doc(String summary) {
        return RouteDoc.of(summary, Views.AutoView.class).refuses(404);
    }

    private Route changing(String end, RouteDoc doc, Route.Handler handler, Route.Asked dryRun) {
        return Route.post(AUTO + end, doc.with(KEY).refuses(400, 404, 409, 422), once(handler), dryRun);
    }

    private DryRuns dryRuns(Call call) {
        return migration.apply(call).dryRuns();
    }

    private Route.Handler once(Route.Handler handler) {
        return call -> idempotency.once(call, migration.apply(call).records(), handler);
    }

    private static MigrationState until(Call call) throws Exception {
        JsonBody body = call.body();
        String until = body.choice(
                "until",
                Arrays.stream(MigrationState.values()).map(MigrationState::wire).toList(),
                false);
        body.end();
        return until.isEmpty() ? MigrationState.COMPLETED : MigrationState.ofWire(until);
    }

    private Reply begin(Call call) throws Exception {
        MigrationState until = until(call);
        Migration walking = migration.apply(call);
        walking.autoMigrate(call.who(), until);
        return Reply.accepted("", Views.AutoView.of(walking));
    }

    private Reply pause(Call call) throws Exception {
        String why = why(call);
        Migration walking = migration.apply(call);
        walking.pauseAutoMigrate(call.who(), why);
        return Reply.ok("", Views.AutoView.of(walking));
    }

    private Reply abort(Call call) throws Exception {
        String why = why(call);
        Migration given = migration.apply(call);
        given.abort(call.who(), why);
        return Reply.accepted("", Views.AutoView.of(given));
    }

    private record RehearsalAsked(int rounds, String why) {
        static RehearsalAsked of(Call call) throws Exception {
            JsonBody body = call.body();
            String why = body.text("why");
            long rounds = body.numberOr("rounds", "rounds", new JsonBody.Bounds(1, MOST_ROUNDS), USUAL_ROUNDS);
            body.end();
            return new RehearsalAsked((int) rounds, why);
        }
    }

    private Reply rehearse(Call call) throws Exception {
        RehearsalAsked asked = RehearsalAsked.of(call);
        return Reply.ok("", migration.apply(call).rehearse(asked.rounds(), call.who(), asked.why()));
    }

    private static String why(Call call) throws Exception {
        JsonBody body = call.body();
        String why = body.text("why");
        if (why.isBlank()) {
            body.problem("why", "Field 'why' is missing; it must say the reason.", "Say why; it is written down.");
        }
        body.end();
        return why;
    }

    private Reply done(Call call, Consumer<Migration> work) throws Exception {
        call.withoutBody();
        Migration worked = migration.apply(call);
        work.accept(worked);
        return Reply.ok("", Views.AutoView.of(worked));
    }

    private Reply dryRun(Call call) {
        DryRuns asked = dryRuns(call);
        String what = call.variable("what");
        return Reply.ok(
                "",
                switch (what) {
                    case "copy" -> asked.copy();
                    case "full" -> asked.full();
                    case "incremental" -> asked.incremental();
                    case "rehearsal" -> asked.rehearsal();
                    case "auto-migrate" ->
                        asked.autoMigrate(V1.state(call.parameter("until").orElse(MigrationState.COMPLETED.wire())));
                    case "abort" -> asked.abort();
                    default -> asked.move(V1.state(what));
                });
    }
}
