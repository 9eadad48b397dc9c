package dev.movex.cli.demo;

import dev.movex.cli.Uninstaller;
import dev.movex.core.MigrationState;
import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.scheduler.Migration;
import dev.movex.scheduler.MigrationStats;
import dev.movex.scheduler.Settings;
import dev.movex.scheduler.Transition;
import dev.movex.testkit.ledger.Ledger;
import dev.movex.testkit.ledger.Oracle;
import dev.movex.testkit.ledger.Verdict;
import dev.movex.testkit.shop.Damage;
import dev.movex.testkit.shop.Pace;
import dev.movex.testkit.shop.Planted;
import dev.movex.testkit.shop.ShopWriters;
import dev.movex.testkit.shop.WriterOptions;
import dev.movex.testkit.shop.WriterStats;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The story of the demonstration from the first server to the verdict. Nothing in it is assumed: all figures are measured. */
final class DemoRun {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final DemoOptions options;
    private final PrintStream out;
    private final List<WriterStats> finished = new CopyOnWriteArrayList<>();
    private volatile @Nullable ShopWriters writers;

    DemoRun(DemoOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    DemoReport run() throws Exception {
        long started = System.nanoTime();
        try (DemoShop shop = new DemoShop(options, out)) {
            Ledger ledger = shop.openLedger();
            Settings settings = Settings.shortened();
            out.println("limits, shortened for the demonstration: " + settings);
            DemoMigration demo = new DemoMigration(shop, settings);
            Outcome outcome;
            try (DemoProgress progress = new DemoProgress(demo.migration(), this::stats, out)) {
                startWriters(demo, ledger);
                progress.start();
                outcome = move(shop, demo, ledger, progress);
            } finally {
                stopWriters();
                demo.close();
            }
            out.println("the oracle looks at the target");
            Verdict end = new Oracle(ledger).judge(shop.plain(Side.DST));
            out.println("removing what Movex has put into the databases");
            for (Side side : Side.values()) {
                new Uninstaller(DemoMigration.NAME, false).remove(shop.endpoint(side));
            }
            out.println("deadlocks: " + shop.deadlocks(Side.SRC) + " on the source, " + shop.deadlocks(Side.DST)
                    + " on the target");
            long deadlocks = shop.deadlocks(Side.SRC) + shop.deadlocks(Side.DST);
            shop.closePools();
            long left = shop.leftBehind(Side.SRC) + shop.leftBehind(Side.DST);
            return report(outcome, end, new Ending(deadlocks, left), (System.nanoTime() - started) / 1e9);
        }
    }

    /** What is known when the migration is over and the writers have ended. */
    private record Outcome(
            MigrationStats stats,
            List<Transition> transitions,
            List<Planted> planted,
            List<InconsistentEvent> events,
            Verdict whileBothAreWritten) {}

    /** What the servers tell when all is over. */
    private record Ending(long deadlocks, long left) {}

    private Outcome move(DemoShop shop, DemoMigration demo, Ledger ledger, DemoProgress progress) throws Exception {
        Migration migration = demo.migration();
        progress.say("auto-migrate goes to src_first");
        walk(migration, MigrationState.SRC_FIRST);

        progress.say("copying while the writers work");
        migration.startCopy("demo");
        await("the copy", migration, () -> !migration.status().activity().contains("copy"));

        int third = options.damage() / 3;
        List<Planted> planted =
                new Damage(options.sizes(), third, third, third, options.seed()).plant(shop.plain(Side.DST));
        progress.say("planted " + planted.size() + " damaged rows on the target behind Movex's back");
        progress.say("auto-migrate goes on: it has to find and repair them before a gate lets it through");
        walk(migration, MigrationState.DST_FIRST);
        demo.events().stream().limit(3).forEach(e -> progress.say("event " + e.toJson()));
        progress.say(demo.events().size() + " inconsistencies were confirmed and reported, "
                + migration.stats().repaired() + " rows repaired");

        progress.say("the writers pause, so that both sides can be compared while both are written");
        stopWriters();
        await("the journal", migration, () -> migration.stats().journalRows() == 0);
        Verdict both = new Oracle(ledger).judge(shop.plain(Side.SRC), shop.plain(Side.DST));
        progress.say("oracle: " + both.differences() + " differences, " + both.lostWrites() + " lost writes");
        startWriters(demo, ledger);

        progress.say("auto-migrate goes the rest of the way");
        walk(migration, MigrationState.COMPLETED);
        progress.say("completed; the writers work on for a moment");
        pause(Duration.ofSeconds(2));
        stopWriters();
        progress.say("double-write layer: " + migration.status().poolMetrics());
        return new Outcome(migration.stats(), migration.transitions(), planted, List.copyOf(demo.events()), both);
    }

    private static void walk(Migration migration, MigrationState until) {
        migration.autoMigrate("demo", until);
        await(
                "auto-migrate to " + until.wire(),
                migration,
                () -> !migration.activity().contains("auto-migrate"));
    }

    private static void await(String what, Migration migration, BooleanSupplier reached) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new MovexException(
                        "DEMO_STUCK",
                        "Waited too long for " + what + " in state "
                                + migration.state().wire() + "; it holds because: " + migration.hold()
                                + "; last error: " + migration.stats().lastError() + ".",
                        "Please report this with the output above.");
            }
            pause(Duration.ofMillis(50));
        }
    }

    private static void pause(Duration time) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(time.toMillis()));
    }

    private void startWriters(DemoMigration demo, Ledger ledger) {
        WriterOptions with =
                WriterOptions.of(options.writers(), Pace.of(options.rate())).withSeed(options.seed() + finished.size());
        writers = ShopWriters.start(demo.dataSource(), with, ledger);
    }

    private void stopWriters() {
        ShopWriters running = writers;
        if (running != null) {
            running.stop();
            finished.add(running.stats());
            writers = null;
        }
    }

    /** Returns what the writers have seen since they were started last. */
    private WriterStats stats() {
        ShopWriters running = writers;
        return running != null ? running.stats() : finished.get(finished.size() - 1);
    }

    private DemoReport report(Outcome outcome, Verdict end, Ending ending, double seconds) {
        Set<String> planted = new HashSet<>();
        outcome.planted().forEach(p -> planted.add("public." + p.table() + p.key()));
        Set<String> confirmed = new HashSet<>();
        outcome.events().forEach(e -> confirmed.add(e.table() + e.key().values()));
        long found = planted.stream().filter(confirmed::contains).count();
        long falseAlarms = confirmed.size() - found;
        Verdict both = outcome.whileBothAreWritten();
        long failed = finished.stream().mapToLong(WriterStats::failures).sum();
        List<String> findings = new ArrayList<>(both.findings());
        findings.addAll(end.findings());
        finished.forEach(s -> findings.addAll(s.firstFailures()));
        boolean clean = both.clean()
                && end.clean()
                && failed == 0
                && found == planted.size()
                && falseAlarms == 0
                && ending.left() == 0
                && outcome.stats().currentState().equals(MigrationState.COMPLETED.wire());
        return new DemoReport(
                outcome.stats().currentState(),
                clean ? DemoReport.CLEAN : "not clean",
                seconds,
                states(outcome.transitions()),
                end.acknowledgedWrites(),
                both.lostWrites() + end.lostWrites(),
                both.unwrittenRows() + end.unwrittenRows(),
                finished.stream().mapToLong(WriterStats::calls).sum(),
                failed,
                finished.stream().mapToLong(WriterStats::retries).sum(),
                ending.deadlocks(),
                end.unknownOutcomes(),
                latencies(),
                outcome.stats().rowsCopied(),
                planted.size(),
                found,
                confirmed.size(),
                outcome.stats().repaired(),
                falseAlarms,
                outcome.transitions().stream()
                        .map(Transition::pauseMillis)
                        .filter(Objects::nonNull)
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(0),
                both.differences(),
                end.lostWrites() + end.unwrittenRows(),
                ending.left(),
                findings);
    }

    private static Map<String, Double> states(List<Transition> transitions) {
        Map<String, Double> states = new LinkedHashMap<>();
        transitions.forEach(t -> states.put(
                t.to().wire(), Duration.between(transitions.get(0).at(), t.at()).toMillis() / 1000.0));
        return states;
    }

    private Map<String, Double> latencies() {
        Map<String, Double> latencies = new LinkedHashMap<>();
        for (int i = 0; i < finished.size(); i++) {
            WriterStats stats = finished.get(i);
            String phase = i == 0 ? "to_dst_first" : "to_the_end";
            latencies.put(phase + "_p50", stats.p50().toNanos() / 1e6);
            latencies.put(phase + "_p99", stats.p99().toNanos() / 1e6);
            latencies.put(phase + "_max", stats.longest().toNanos() / 1e6);
        }
        return latencies;
    }
}
