package dev.movex.springboot;

import dev.movex.core.MigrationState;
import dev.movex.core.MovexException;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.control.AuditReport;
import dev.movex.scheduler.DryRun;
import dev.movex.scheduler.DryRuns;
import dev.movex.scheduler.Migration;
import dev.movex.scheduler.Transition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** The routes of a migration. */
final class Routes {
    /** The last millisecond of the year 9999: beyond it, something else than a time was sent. */
    private static final long LATEST = 253_402_300_799_999L;

    private static final long LONGEST_INTERVAL = 24 * 60 * 60 * 1000L;

    private final Supplier<Migration> only;

    private Routes(Supplier<Migration> only) {
        this.only = only;
    }

    private Migration migration() {
        return only.get();
    }

    static List<Route> of(Supplier<Migration> only) {
        Routes routes = new Routes(only);
        List<Route> all = new ArrayList<>();
        for (MigrationState state : MigrationState.values()) {
            if (state != MigrationState.INITIAL) {
                all.add(Route.post("/" + state.wire(), call -> routes.move(state, call), call -> {
                    MoveAsked.of(call);
                    return routes.dryRuns().move(state);
                }));
            }
        }
        all.addAll(routes.runs());
        all.add(Route.get(
                "/status", call -> Reply.ok("The status.", routes.migration().status())));
        all.add(Route.get(
                "/stats", call -> Reply.ok("The statistics.", routes.migration().stats())));
        all.add(Route.get("/health", call -> routes.health()));
        all.add(Route.get("/gates", routes::gates));
        all.add(Route.get("/audit", call -> routes.audit()));
        return all;
    }

    /** Returns the route of the meters, which is at the root of the server. */
    static Route metrics(MetricsPage page) {
        return Route.get(
                "/metrics",
                RouteDoc.of("All meters, in the text format of Prometheus; asks the databases.", PlainText.class),
                call -> Reply.ok("", PlainText.prometheus(page.text())));
    }

    private DryRuns dryRuns() {
        return migration().dryRuns();
    }

    /** Something to do that has no body. */
    @FunctionalInterface
    private interface Work {
        Reply of(Migration migration, String who);
    }

    private Route plain(String path, Work work, Function<DryRuns, DryRun> dryRun) {
        return Route.post(path, call -> work.of(migration(), call.withoutBody().who()), call -> {
            call.withoutBody();
            return dryRun.apply(dryRuns());
        });
    }

    private List<Route> runs() {
        return List.of(
                plain("/copy/start", (m, who) -> started(m.startCopy(who)), DryRuns::copy),
                plain("/copy/stop", (m, who) -> stopped(() -> m.stopCopy(who)), DryRuns::stopCopy),
                plain(
                        "/copy/pause",
                        (m, who) -> {
                            m.pauseCopy(who);
                            return Reply.ok("Paused; chunks that are under way end. /copy/resume lets it go on.", null);
                        },
                        DryRuns::pauseCopy),
                plain(
                        "/copy/resume",
                        (m, who) -> {
                            m.resumeCopy(who);
                            return Reply.ok("Resumed.", null);
                        },
                        DryRuns::resumeCopy),
                plain("/full/start", (m, who) -> started(m.startFull(who)), DryRuns::full),
                plain("/full/stop", (m, who) -> stopped(() -> m.stopFull(who)), DryRuns::stopFull),
                Route.post("/incr/start", this::startIncremental, call -> {
                    WindowsAsked.of(call);
                    return dryRuns().incremental();
                }),
                plain("/incr/stop", (m, who) -> stopped(() -> m.stopIncremental(who)), DryRuns::stopIncremental),
                plain(
                        "/auto-migrate",
                        (m, who) -> {
                            m.autoMigrate(who);
                            return Reply.accepted("Begun; /status tells how far it has come.", null);
                        },
                        asked -> asked.autoMigrate(MigrationState.COMPLETED)),
                plain(
                        "/auto-migrate/stop",
                        (m, who) -> stopped(() -> m.stopAutoMigrate(who)),
                        DryRuns::stopAutoMigrate));
    }

    private static Reply started(String run) {
        return Reply.accepted("Begun; /status tells how far it has come.", Map.of("run", run));
    }

    private static Reply stopped(Runnable stop) {
        stop.run();
        return Reply.ok("Stopped.", null);
    }

    private record MoveAsked(String why, boolean override) {
        static MoveAsked of(Call call) throws Exception {
            JsonBody body = call.body();
            String why = body.text("why");
            boolean override = body.flag("override");
            if (override && why.isBlank()) {
                body.problem(
                        "why", "An override needs its reason in field 'why'.", "Say why the gates may be overridden.");
            }
            body.end();
            return new MoveAsked(why, override);
        }
    }

    private Reply move(MigrationState to, Call call) throws Exception {
        MoveAsked asked = MoveAsked.of(call);
        if (asked.override()) {
            call.require(Role.ADMIN);
        }
        Transition made = migration().move(to, call.who(), asked.why(), asked.override());
        return Reply.ok("Moved from " + made.from().wire() + " to " + made.to().wire() + ".", made);
    }

    private record WindowsAsked(long utime, long interval) {
        static WindowsAsked of(Call call) throws Exception {
            JsonBody body = call.body();
            long utime = body.number("utime", "milliseconds since 1970", 0, LATEST);
            long interval = body.number("interval", "milliseconds", 1, LONGEST_INTERVAL);
            body.end();
            return new WindowsAsked(utime, interval);
        }
    }

    private Reply startIncremental(Call call) throws Exception {
        WindowsAsked asked = WindowsAsked.of(call);
        return started(migration().startIncremental(asked.utime(), asked.interval(), call.who()));
    }

    private Reply gates(Call call) {
        String name = call.parameter("to").orElse("");
        try {
            return Reply.ok("What each gate says.", migration().gates(MigrationState.ofWire(name)));
        } catch (MovexException e) {
            if (e.code().equals("UNKNOWN_STATE")) {
                throw new RefusedCallException(
                        Reply.refused(400, e.code(), "Parameter 'to' must name a state. " + e.remedy()));
            }
            throw e;
        }
    }

    private Reply audit() {
        AuditReport report = migration().audit();
        List<Map<String, Object>> statements = new ArrayList<>();
        long denied = 0;
        for (AuditReport.Text text : report.texts()) {
            denied += text.kind().equals("denied") ? 1 : 0;
            Map<String, Object> statement = new LinkedHashMap<>();
            statement.put("sql", text.sql());
            statement.put("class", text.kind());
            statement.put("reason", text.reason());
            statement.put("count", text.count());
            statement.put("tables", text.tables());
            statements.add(statement);
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("denied", denied);
        data.put("shares", new TreeMap<>(report.shares()));
        data.put("statements", statements);
        data.put("dropped", report.dropped());
        String msg = denied == 0
                ? "No statement is denied while two databases are written."
                : denied + " statements are denied while two databases are written.";
        return Reply.ok(msg, data);
    }

    /** A side that the present pattern does not use may be away; the answer says so all the same. */
    private Reply health() {
        Map<String, String> health = migration().health();
        Pattern pattern = migration().state().pattern();
        Map<String, String> failing = new LinkedHashMap<>();
        Map<String, String> away = new LinkedHashMap<>();
        for (Side side : Side.values()) {
            String name = side.name().toLowerCase(Locale.ROOT);
            String said = health.getOrDefault(name, "unknown");
            if (!said.equals("ok")) {
                (pattern.dual() || pattern.primary() == side ? failing : away).put(name, said);
            }
        }
        if (!failing.isEmpty()) {
            failing.putAll(away);
            return new Reply(503, Reply.FAILURE, "Does not answer: " + failing.keySet() + ".", failing);
        }
        String msg = away.isEmpty()
                ? "Both sides answer."
                : "Does not answer, and is not needed under " + pattern.wire() + ": " + away.keySet() + ".";
        return Reply.ok(msg, health);
    }
}
