package dev.movex.benchmarks.copy;

import dev.movex.benchmarks.orders.OrdersBed;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Steps.Step;
import dev.movex.core.access.Watch;
import dev.movex.core.control.Authority;
import dev.movex.core.copy.Copier;
import dev.movex.core.copy.CopyOptions;
import dev.movex.core.copy.CopyResult;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.repair.Repairer;
import dev.movex.testkit.migration.ReadyMigration;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/** Movex's copier with all that makes it safe under live writes: the fence, the cursor, the wait for open transactions. */
final class Ours {
    private static final String MIGRATION = "bench";

    private final Databases databases;
    private final Plan plan;
    private final int parallel;

    Ours(OrdersBed bed, int parallel) throws SQLException {
        this.databases = Databases.of(
                bed.database(Side.SRC).dataSource(), bed.database(Side.DST).dataSource());
        this.parallel = parallel;
        ReadyMigration.install(databases, MIGRATION);
        this.plan =
                ReadyMigration.draft(databases, MIGRATION, PlanOptions.all()).orThrow();
    }

    /** The seconds of the copy, and those with the comparison. */
    record Times(double copy, double withDigests) {}

    Times run() throws Exception {
        AtomicLong copied = new AtomicLong();
        Hooks hooks = Hooks.real().withSteps(step -> {
            if (step == Step.COPY_COMPLETE) {
                copied.set(System.nanoTime());
            }
        });
        Copier copier = new Copier(
                plan,
                databases,
                CursorStore.inMemory(),
                Repairer.standard(plan, databases),
                CopyOptions.standard().withParallel(parallel),
                hooks);
        long begun = System.nanoTime();
        CopyResult result =
                copier.copyTable(plan.tables().get(0), () -> Authority.under(Pattern.SRC_FIRST, 1), Watch.none());
        long ended = System.nanoTime();
        if (!result.proven() || result.repaired() > 0) {
            throw new IllegalStateException("the copy was not proven at once: " + result.ways());
        }
        return new Times((copied.get() - begun) / 1e9, (ended - begun) / 1e9);
    }
}
