package dev.movex.springboot;

import dev.movex.core.MigrationState;
import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.control.AuditReport;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.scheduler.AuditEntry;
import dev.movex.scheduler.AuditVerdict;
import dev.movex.scheduler.CounterState;
import dev.movex.scheduler.GateResult;
import dev.movex.scheduler.LegalMoves;
import dev.movex.scheduler.LogEntry;
import dev.movex.scheduler.Migration;
import dev.movex.scheduler.MigrationStats;
import dev.movex.scheduler.MigrationStatus;
import dev.movex.scheduler.TableProgress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** The routes of {@code /api/v1} that look. Those that change something are {@link V1Changes}. */
final class V1 {
    static final String ONE = "/migrations/{migration}";

    private final MigrationRegistry migrations;
    private final EventFeeds feeds;

    private V1(MigrationRegistry migrations, EventFeeds feeds) {
        this.migrations = migrations;
        this.feeds = feeds;
    }

    static List<Route> routes(MigrationRegistry migrations, EventFeeds feeds, Idempotency idempotency) {
        V1 v1 = new V1(migrations, feeds);
        List<Route> routes = new ArrayList<>(v1.status());
        routes.addAll(v1.lists());
        routes.addAll(v1.logs());
        routes.addAll(new V1Changes(v1::migration, idempotency).routes());
        routes.addAll(new V1Auto(v1::migration, idempotency).routes());
        routes.addAll(new V1Rows(v1::migration).routes());
        routes.addAll(new V1Repairs(v1::migration, idempotency).routes());
        return routes;
    }

    /** Answers about one migration. */
    @FunctionalInterface
    interface About {
        Reply answer(Migration migration, Call call) throws Exception;
    }

    private Route.Handler of(About about) {
        return call -> about.answer(migration(call), call);
    }

    private Migration migration(Call call) {
        String name = call.variable("migration");
        return migrations
                .find(name)
                .orElseThrow(() -> new RefusedCallException(Reply.refused(
                        404,
                        "NO_SUCH_MIGRATION",
                        "No migration '" + name + "' is open here.",
                        "Open here: "
                                + String.join(
                                        ", ",
                                        migrations.all().stream()
                                                .map(Migration::name)
                                                .toList()) + ".")));
    }

    /** The epoch, as a caller gives it back in If-Match. */
    static String tag(Migration migration) {
        return "\"" + migration.epoch() + "\"";
    }

    private static Reply tagged(Migration migration, Object data) {
        return Reply.ok("", data).with("ETag", tag(migration));
    }

    private List<Route> status() {
        return List.of(
                Route.get(
                        "/migrations",
                        RouteDoc.pageOf("The migrations that are open here.", Views.MigrationView.class),
                        call -> Reply.ok(
                                "",
                                Page.cut(migrations.all(), Page.Wanted.of(call)).map(Views.MigrationView::of))),
                Route.get(
                        ONE,
                        RouteDoc.of("A migration; its ETag is the epoch.", Views.MigrationView.class)
                                .refuses(404),
                        of((m, call) -> tagged(m, Views.MigrationView.of(m)))),
                Route.get(
                        ONE + "/status",
                        RouteDoc.of("All that goes on; asks the databases.", MigrationStatus.class)
                                .refuses(404),
                        of((m, call) -> tagged(m, m.status()))),
                Route.get(
                        ONE + "/stats",
                        RouteDoc.of("The statistics; asks the databases.", MigrationStats.class)
                                .refuses(404),
                        of((m, call) -> Reply.ok("", m.stats()))),
                Route.get(
                        ONE + "/health",
                        RouteDoc.of("Whether the sides answer; asks the databases.", Views.HealthView.class)
                                .refuses(404),
                        of((m, call) -> Reply.ok("", health(m)))),
                Route.get(
                        ONE + "/gates",
                        RouteDoc.of("What each gate of a move says now.", Views.GatesView.class)
                                .query("to", true, "The state to enter.")
                                .refuses(404),
                        of((m, call) ->
                                Reply.ok("", gates(m, state(call.parameter("to").orElse("")))))),
                Route.get(
                        ONE + "/events",
                        RouteDoc.of("Server-sent events: live progress.", EventStream.class)
                                .with(new RouteDoc.Parameter(
                                        "Last-Event-ID", "header", false, "The last event that was seen."))
                                .refuses(404),
                        of((m, call) -> Reply.ok(
                                "",
                                feeds.of(m).stream(call.header("Last-Event-ID").orElse(""))))));
    }

    private static Views.HealthView health(Migration migration) {
        var pattern = migration.state().pattern();
        Map<String, String> sides = migration.health();
        List<String> needed = Arrays.stream(Side.values())
                .filter(side -> pattern.dual() || pattern.primary() == side)
                .map(side -> side.name().toLowerCase(Locale.ROOT))
                .toList();
        return new Views.HealthView(needed.stream().allMatch(side -> "ok".equals(sides.get(side))), needed, sides);
    }

    static MigrationState state(String name) {
        try {
            return MigrationState.ofWire(name);
        } catch (MovexException e) {
            throw new RefusedCallException(Reply.refused(400, e.code(), "Parameter 'to' names no state.", e.remedy()));
        }
    }

    static Views.GatesView gates(Migration migration, MigrationState to) {
        MigrationState from = migration.state();
        List<GateResult> gates = migration.gates(to);
        boolean legal = LegalMoves.from(from).contains(to);
        return new Views.GatesView(
                from.wire(), to.wire(), legal, legal && gates.stream().allMatch(GateResult::passed), gates);
    }

    private List<Route> lists() {
        return List.of(
                Route.get(
                        ONE + "/tables",
                        RouteDoc.pageOf("How far each table has come.", TableProgress.class)
                                .refuses(404),
                        page(Migration::progress, t -> t)),
                Route.get(
                        ONE + "/tables/{table}",
                        RouteDoc.of("How far a table has come.", TableProgress.class)
                                .refuses(404),
                        of((m, call) -> table(m, call.variable("table")))),
                Route.get(
                        ONE + "/counters",
                        RouteDoc.pageOf(
                                        "Where the counters of columns and sequences stand; asks the databases.",
                                        CounterState.class)
                                .refuses(404, 503),
                        page(Migration::counters, c -> c)),
                Route.get(
                        ONE + "/members",
                        RouteDoc.pageOf("The application processes.", Views.MemberView.class)
                                .refuses(404),
                        page(Migration::members, Views.MemberView::of)),
                Route.get(
                        ONE + "/sql-audit",
                        RouteDoc.of("How what the application sends is mirrored.", Views.SqlAuditView.class)
                                .query("limit", false, "How many at most, 1 to 500; 50 if left out.")
                                .query("cursor", false, "Where to go on: 'next' of the page before.")
                                .refuses(404),
                        of((m, call) -> Reply.ok("", sqlAudit(m.audit(), Page.Wanted.of(call))))));
    }

    private static Reply table(Migration migration, String name) {
        return migration.progress().stream()
                .filter(t -> t.table().equals(name))
                .findFirst()
                .map(t -> Reply.ok("", t))
                .orElseThrow(() -> new RefusedCallException(Reply.refused(
                        404,
                        "NO_SUCH_TABLE",
                        "The plan has no table '" + name + "'.",
                        "Name it as the list of tables does.")));
    }

    private static Views.SqlAuditView sqlAudit(AuditReport report, Page.Wanted wanted) {
        Page<AuditReport.Text> page = Page.cut(report.texts(), wanted);
        return new Views.SqlAuditView(
                report.texts().stream().filter(t -> t.kind().equals("denied")).count(),
                report.dropped(),
                report.shares(),
                page.items().stream().map(Views.StatementView::of).toList(),
                page.next());
    }

    private <T> Route.Handler page(Function<Migration, List<? extends T>> all, Function<T, ?> form) {
        return of((m, call) -> Reply.ok(
                "", Page.cut(List.<T>copyOf(all.apply(m)), Page.Wanted.of(call)).map(form)));
    }

    private List<Route> logs() {
        return List.of(
                Route.get(
                        ONE + "/inconsistencies",
                        RouteDoc.pageOf(
                                        "Differences that were confirmed under locks, the oldest first.",
                                        Views.InconsistencyView.class)
                                .refuses(404, 503),
                        log("inconsistency", V1::event)),
                Route.get(
                        ONE + "/dead-letters",
                        RouteDoc.pageOf(
                                        "All that repair ever gave up on, the oldest first.",
                                        Views.InconsistencyView.class)
                                .refuses(404, 503),
                        log("dead_letter", V1::event)),
                Route.get(
                        ONE + "/evidence",
                        RouteDoc.pageOf("The records of runs, the oldest first.", Views.RecordView.class)
                                .refuses(404, 503),
                        log("evidence", V1::record)),
                Route.get(
                        ONE + "/audit",
                        RouteDoc.pageOf("What was done, by whom and why; the oldest first.", AuditEntry.class)
                                .refuses(404, 503),
                        page(Migration::auditTrail, e -> e)),
                Route.get(
                        ONE + "/audit/verdict",
                        RouteDoc.of("Whether the trail is whole.", AuditVerdict.class)
                                .refuses(404, 503),
                        of((m, call) -> Reply.ok("", m.verifyAuditTrail()))),
                Route.get(
                                ONE + "/row-looks",
                                RouteDoc.pageOf("Who has looked at values of which rows.", Views.RecordView.class)
                                        .refuses(404, 503),
                                log(V1Rows.KIND, V1::record))
                        .admin());
    }

    private Route.Handler log(String kind, Function<LogEntry, Object> form) {
        return of((m, call) -> {
            Page.Wanted wanted = Page.Wanted.of(call);
            List<LogEntry> lines = m.records().log(kind, wanted.cursor().number(), wanted.limit() + 1);
            List<LogEntry> shown = lines.subList(0, Math.min(lines.size(), wanted.limit()));
            String next = lines.size() > shown.size()
                    ? new Cursor(Long.toString(shown.get(shown.size() - 1).id())).text()
                    : null;
            return Reply.ok("", new Page<>(shown.stream().map(form).toList(), next));
        });
    }

    static Views.InconsistencyView event(LogEntry line) {
        JsonNode body = Json.mapper().readTree(line.body());
        String reason = body.has("reason") ? body.get("reason").asString() : null;
        return Views.InconsistencyView.of(line.id(), InconsistentEvent.ofJson(line.body()), reason);
    }

    private static Views.RecordView record(LogEntry line) {
        return new Views.RecordView(line.id(), Json.mapper().readTree(line.body()));
    }
}
