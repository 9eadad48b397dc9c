package dev.movex.cli;

import dev.movex.doublewrite.Metric;
import java.util.List;
import java.util.Locale;

/** Rules for Prometheus over the meters of the double-write layer and of migrations, as its registry names them. */
final class AlertRules {
    private static final String GAUGES = "movex_doublewrite_";

    private AlertRules() {}

    /**
     * One rule.
     *
     * @param name what the alert is called
     * @param expression when it holds
     * @param minutes for how long it must hold
     * @param severity {@code page} or {@code ticket}
     * @param meaning what it means and what to do, a sentence or two
     */
    record Rule(String name, String expression, int minutes, String severity, String meaning) {}

    /** Returns the name under which Prometheus finds a counter. */
    static String counter(Metric metric) {
        return metric.meter().replace('.', '_') + "_total";
    }

    private static String rate(Metric metric) {
        return "sum(rate(" + counter(metric) + "[5m]))";
    }

    static List<Rule> rules() {
        return List.of(
                new Rule(
                        "MovexSecondaryFails",
                        rate(Metric.SECONDARY_FAILURES) + " > 0.01 * " + rate(Metric.DUAL_TRANSACTIONS),
                        5,
                        "ticket",
                        "More than 1 in 100 transactions fail on the secondary; their keys wait in the journal. See its"
                                + " server and the network."),
                new Rule(
                        "MovexSecondaryDiffers",
                        "increase(" + counter(Metric.SECONDARY_MISMATCHES) + "[15m]) > 0",
                        0,
                        "ticket",
                        "Writes met fewer rows on the secondary. After the copy is proven somebody writes it past Movex:"
                                + " validate."),
                new Rule(
                        "MovexJournalGrows",
                        GAUGES + "journal_rows > 1000 and deriv(" + GAUGES + "journal_rows[10m]) > 0",
                        10,
                        "page",
                        "The secondary does not keep up. The journal is bounded: at its bound writes are refused while"
                                + " the secondary fails."),
                new Rule(
                        "MovexJournalIsOld",
                        GAUGES + "journal_age > 300",
                        5,
                        "ticket",
                        "A write has been missing on the secondary for 5 minutes. See whether the scheduler runs."),
                new Rule(
                        "MovexUnjournaled",
                        "increase(" + counter(Metric.UNJOURNALED) + "[5m]) > 0",
                        0,
                        "ticket",
                        "Writes are missing on the secondary and no journal names them: only a validation finds them."),
                new Rule(
                        "MovexBreakerOpen",
                        "max(" + GAUGES + "breaker) > 1",
                        2,
                        "page",
                        "A member does not wait for the secondary any more."),
                new Rule(
                        "MovexFencedOutsideAChange",
                        "increase(" + counter(Metric.FENCED) + "[15m]) > 0 unless changes(" + GAUGES
                                + "epoch[15m]) > 0",
                        0,
                        "ticket",
                        "A process works under an old pattern: it slept, or it can't reach the control rows."),
                new Rule(
                        "MovexMembersDisagree",
                        "max(" + GAUGES + "epoch) != min(" + GAUGES + "epoch)",
                        5,
                        "page",
                        "Members work under different epochs for minutes: one of them does not hear of changes."),
                new Rule(
                        "MovexPoolExhausted",
                        GAUGES + "pool_waiting > 0",
                        5,
                        "page",
                        "Threads wait for a connection: a pool is too small, or its database too slow."),
                new Rule(
                        "MovexSideIsDown",
                        "min by (migration, side) (movex_side_up) < 1",
                        2,
                        "page",
                        "A database of a migration does not answer. GET /health says how, and whether it is needed."),
                new Rule(
                        "MovexRowsGivenUp",
                        "max by (migration) (movex_events_dead) > 0",
                        0,
                        "ticket",
                        "Repair has given up on rows, which holds the gates: see movex repair."),
                new Rule(
                        "MovexRepairDoesNotKeepUp",
                        "movex_events_waiting > 1000 and deriv(movex_events_waiting[10m]) > 0",
                        10,
                        "ticket",
                        "More differences are found than repaired: see whether repair workers run and what holds them."),
                new Rule(
                        "MovexLogIsBehind",
                        "movex_log_lag > 300",
                        5,
                        "ticket",
                        "The reader of the base's change log is 5 minutes behind."));
    }

    /** Returns the rules as a file of Prometheus. */
    static String file() {
        StringBuilder file = new StringBuilder("groups:\n  - name: movex\n    rules:\n");
        for (Rule rule : rules()) {
            file.append("      - alert: ").append(rule.name()).append('\n');
            file.append("        expr: ").append(quoted(rule.expression())).append('\n');
            file.append("        for: ").append(rule.minutes()).append("m\n");
            file.append("        labels:\n          severity: ")
                    .append(rule.severity())
                    .append('\n');
            file.append("        annotations:\n          summary: ")
                    .append(quoted(rule.meaning()))
                    .append('\n');
        }
        return file.toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''").strip() + "'";
    }

    /** Returns the name under which Prometheus finds a gauge. */
    static String gauge(String meter) {
        return meter.toLowerCase(Locale.ROOT).replace('.', '_');
    }
}
