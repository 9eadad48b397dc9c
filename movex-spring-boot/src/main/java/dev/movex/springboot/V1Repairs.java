package dev.movex.springboot;

import static dev.movex.springboot.RouteDoc.Parameter.KEY;

import dev.movex.core.event.DeadLetterBox.Letter;
import dev.movex.core.repair.KeyOutcome;
import dev.movex.core.repair.Proposal;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.RowKey;
import dev.movex.scheduler.Migration;
import dev.movex.scheduler.MigrationReport;
import dev.movex.scheduler.Repairs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The routes of {@code /api/v1} that report on tables and repair rows that are named. */
final class V1Repairs {
    private static final String REPAIRS = V1.ONE + "/repairs";
    private static final int MOST_KEYS = 1000;

    private final Function<Call, Migration> migration;
    private final Idempotency idempotency;

    V1Repairs(Function<Call, Migration> migration, Idempotency idempotency) {
        this.migration = migration;
        this.idempotency = idempotency;
    }

    /** A row that repair gave up on and that is not settled yet. */
    record DeadLetterView(
            String table,
            List<String> key,
            String direction,
            String type,
            List<String> columns,
            String reason,
            int times,
            Instant since) {
        static DeadLetterView of(Letter letter) {
            return new DeadLetterView(
                    letter.event().table(),
                    letter.event().key().values(),
                    letter.event().direction().name(),
                    letter.event().type().wire(),
                    letter.event().columns(),
                    letter.reason(),
                    letter.times(),
                    letter.since());
        }
    }

    /** Body that names rows of a table. */
    record RepairBody(
            String table,
            List<List<String>> keys,
            @Nullable Boolean dryRun,
            @Nullable String undo) {}

    /** What a repair did to a row, or would do. */
    record RepairedView(String table, List<String> key, String outcome, List<String> columns, String reason) {
        static RepairedView of(Proposal proposal) {
            return of(
                    proposal.key(),
                    proposal.action().name().toLowerCase(Locale.ROOT),
                    proposal.columns(),
                    proposal.reason());
        }

        static RepairedView of(DirtyKey key, KeyOutcome outcome) {
            return of(key, outcome.kind().name().toLowerCase(Locale.ROOT), List.of(), outcome.reason());
        }

        private static RepairedView of(DirtyKey key, String outcome, List<String> columns, String reason) {
            return new RepairedView(key.table(), key.key().values(), outcome, columns, reason);
        }
    }

    /** What a repair did, or would do. */
    record RepairView(boolean dryRun, List<RepairedView> rows) {}

    /** How many rows are tried again. */
    record RetryView(int retried) {}

    List<Route> routes() {
        return List.of(
                Route.get(
                        V1.ONE + "/report",
                        RouteDoc.of("What is known of each table: copy, validation, repairs.", MigrationReport.class)
                                .refuses(404, 503),
                        call -> Reply.ok("", migration.apply(call).report())),
                Route.get(
                        REPAIRS + "/dead-letters",
                        RouteDoc.pageOf(
                                        "Rows that repair gave up on and that are not settled yet.",
                                        DeadLetterView.class)
                                .refuses(404),
                        call -> Reply.ok(
                                "",
                                Page.cut(migration.apply(call).repairs().deadLetters(), Page.Wanted.of(call))
                                        .map(DeadLetterView::of))),
                Route.post(
                        REPAIRS + "/retry",
                        RouteDoc.of("Hands these rows to repair again.", RetryView.class)
                                .status(202)
                                .with(KEY)
                                .refuses(404, 409, 422),
                        call -> idempotency.once(call, migration.apply(call).records(), this::retry),
                        call -> migration.apply(call.withoutBody()).dryRuns().retryDeadLetters()),
                Route.post(
                        REPAIRS,
                        RouteDoc.of(
                                        "Repairs rows by their keys; with dry_run tells what it would do.",
                                        RepairView.class)
                                .body(RepairBody.class)
                                .with(KEY)
                                .refuses(400, 404, 409, 422, 503),
                        call -> idempotency.once(call, migration.apply(call).records(), this::repair),
                        call -> migration
                                .apply(call)
                                .dryRuns()
                                .repair(RepairAsked.of(call).keys())));
    }

    private Reply retry(Call call) throws Exception {
        call.withoutBody();
        Migration retried = migration.apply(call);
        return Reply.accepted("", new RetryView(retried.repairs().retryDeadLetters(call.who())));
    }

    private record RepairAsked(List<DirtyKey> keys, boolean dryRun, String undo) {
        static RepairAsked of(Call call) throws Exception {
            JsonBody body = call.body();
            String table = body.text("table");
            if (table.isBlank()) {
                body.problem("table", "Field 'table' is missing.", "Name the table as the list of tables does.");
            }
            List<DirtyKey> keys = body.keys("keys", MOST_KEYS).stream()
                    .map(key -> new DirtyKey(table, new RowKey(key)))
                    .toList();
            boolean dryRun = body.flag("dry_run");
            String undo = body.text("undo");
            body.end();
            return new RepairAsked(keys, dryRun, undo);
        }
    }

    private Reply repair(Call call) throws Exception {
        RepairAsked asked = RepairAsked.of(call);
        Repairs repairs = migration.apply(call).repairs();
        List<RepairedView> rows = new ArrayList<>();
        if (asked.dryRun()) {
            repairs.propose(asked.keys()).forEach(proposal -> rows.add(RepairedView.of(proposal)));
        } else {
            for (Map.Entry<DirtyKey, KeyOutcome> one : repairs.repair(asked.keys(), asked.undo(), call.who())
                    .outcomes()
                    .entrySet()) {
                rows.add(RepairedView.of(one.getKey(), one.getValue()));
            }
        }
        return Reply.ok("", new RepairView(asked.dryRun(), rows));
    }
}
