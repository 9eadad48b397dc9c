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
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import dev.movex.core.repair.Repairer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
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
        for (Side side : Side.values()) {
            install(side);
        }
        try (Connection src = databases.open(Side.SRC);
                Connection dst = databases.open(Side.DST)) {
            this.plan = PlanReader.read(
                            MIGRATION,
                            new DatabaseView(databases.srcDialect(), src),
                            new DatabaseView(databases.dstDialect(), dst),
                            PlanOptions.all())
                    .orThrow();
        }
    }

    private void install(Side side) throws SQLException {
        try (Connection connection = databases.connect(side);
                Statement statement = connection.createStatement()) {
            for (String text : databases.dialect(side).control().create()) {
                statement.execute(text);
            }
            try (PreparedStatement insert = connection.prepareStatement(
                    databases.dialect(side).control().insertControl())) {
                insert.setString(1, MIGRATION);
                insert.setLong(2, 1);
                insert.setString(3, "src_first");
                insert.setBoolean(4, side == Side.SRC);
                insert.setString(5, "src_first");
                insert.executeUpdate();
            }
        }
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
