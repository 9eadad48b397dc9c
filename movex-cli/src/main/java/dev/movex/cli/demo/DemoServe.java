package dev.movex.cli.demo;

import dev.movex.cli.EndSignal;
import dev.movex.core.MigrationState;
import dev.movex.scheduler.Settings;
import dev.movex.server.MovexServer;
import dev.movex.testkit.ledger.Ledger;
import dev.movex.testkit.shop.Pace;
import dev.movex.testkit.shop.ShopWriters;
import dev.movex.testkit.shop.WriterOptions;
import java.io.PrintStream;

/** Keeps the shop up in {@code src_only} and leaves the migration to whoever calls the API. */
final class DemoServe {
    private final DemoOptions options;
    private final PrintStream out;

    DemoServe(DemoOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** Serves until the process is told to end. */
    void serve(int port, String prefix) throws Exception {
        try (EndSignal end = new EndSignal();
                DemoShop shop = new DemoShop(options, out)) {
            Ledger ledger = shop.openLedger();
            try (DemoMigration demo = new DemoMigration(shop, Settings.shortened());
                    ShopWriters writers = ShopWriters.start(
                            demo.dataSource(),
                            WriterOptions.of(options.writers(), Pace.of(options.rate()))
                                    .withSeed(options.seed()),
                            ledger)) {
                demo.migration().move(MigrationState.SRC_ONLY, "demo", "the demonstration begins here", false);
                try (MovexServer server = MovexServer.start(demo.migration(), port, prefix);
                        DemoProgress progress = new DemoProgress(demo.migration(), writers::stats, out)) {
                    printGuide("http://127.0.0.1:" + server.port() + prefix);
                    progress.start();
                    end.await();
                    progress.say("ending");
                }
            }
        }
    }

    private void printGuide(String base) {
        out.println();
        out.println("The shop is up in src_only, and " + options.writers() + " writers work on it. Move it by hand:");
        out.println();
        step("look", "curl -s " + base + "/status");
        step("write both", "curl -s -X POST " + base + "/src_first");
        step("copy the old rows", "curl -s -X POST " + base + "/copy/start");
        step("see how far it is", "curl -s " + base + "/status");
        step("validate every row", "curl -s -X POST " + base + "/full/start");
        step(
                "validate what changes",
                "curl -s -X POST " + base
                        + "/incr/start -H 'Content-Type: application/json' -d '{\"utime\":0,\"interval\":500}'");
        step("what would the gates say?", "curl -s '" + base + "/gates?to=dst_first'");
        step("move the authority", "curl -s -X POST " + base + "/dst_first");
        step("and back, if you like", "curl -s -X POST " + base + "/src_first");
        step("validate from the target", "curl -s -X POST " + base + "/full/start");
        step(
                "rehearse the way back",
                "curl -s -X POST " + base.replace("/movex", "/api/v1")
                        + "/migrations/demo/rehearsals -H 'Content-Type: application/json' -d '{}'");
        step("write the target alone", "curl -s -X POST " + base + "/dst_only");
        step("done", "curl -s -X POST " + base + "/completed");
        step("or let it go all the way", "curl -s -X POST " + base + "/auto-migrate");
        out.println();
        out.println("Ctrl-C or SIGTERM ends it and removes everything.");
    }

    private void step(String what, String command) {
        out.printf("  %-26s %s%n", what, command);
    }
}
