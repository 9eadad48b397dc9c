package dev.movex.cli.demo;

import dev.movex.scheduler.Migration;
import dev.movex.scheduler.TableProgress;
import dev.movex.testkit.shop.WriterStats;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Prints once a second what goes on. */
final class DemoProgress implements AutoCloseable {
    private static final long PERIOD_SECONDS = 1;

    private final Migration migration;
    private final Supplier<WriterStats> writers;
    private final PrintStream out;
    private final long startedNanos = System.nanoTime();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "demo-progress");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable String lastHold;

    DemoProgress(Migration migration, Supplier<WriterStats> writers, PrintStream out) {
        this.migration = migration;
        this.writers = writers;
        this.out = out;
    }

    void start() {
        timer.scheduleAtFixedRate(this::print, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    double seconds() {
        return (System.nanoTime() - startedNanos) / 1e9;
    }

    /** Says something between the lines of progress. */
    synchronized void say(String text) {
        out.printf(Locale.ROOT, "[%5.1f s] %s%n", seconds(), text);
    }

    private void print() {
        WriterStats stats = writers.get();
        StringBuilder line = new StringBuilder(
                String.format(Locale.ROOT, "%-9s", migration.state().wire()));
        line.append(String.format(
                Locale.ROOT,
                " | writers: %,d calls, %,d failed, p50 %.1f ms, p99 %.1f ms",
                stats.calls(),
                stats.failures(),
                millis(stats.p50()),
                millis(stats.p99())));
        migration.progress().stream().filter(DemoProgress::active).forEach(t -> line.append(describe(t)));
        String hold = migration.hold();
        if (hold != null && !hold.equals(lastHold)) {
            line.append(" | holds: ").append(hold.length() > 160 ? hold.substring(0, 160) + "…" : hold);
        }
        lastHold = hold;
        say(line.toString());
    }

    private static boolean active(TableProgress table) {
        return List.of("copying", "proving", "validating").contains(table.phase());
    }

    private static String describe(TableProgress table) {
        String eta =
                table.secondsLeft() == null ? "" : String.format(Locale.ROOT, ", %.0f s left", table.secondsLeft());
        return String.format(
                Locale.ROOT,
                " | %s %s: %,d of about %,d rows, %,.0f/s%s",
                table.phase(),
                table.table(),
                table.rows(),
                Math.max(table.rows(), table.estimatedRows()),
                table.rowsPerSecond(),
                eta);
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
