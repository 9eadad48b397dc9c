package dev.movex.scheduler;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.movex.core.MigrationState;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import dev.movex.doublewrite.DoubleWriteConfig;
import dev.movex.doublewrite.MovexDataSource;
import java.sql.Connection;
import java.time.Duration;
import javax.sql.DataSource;

/** A process of its own that has a migration open; with a state as its last argument it starts auto-migrate to there. */
final class AutoChild {
    private AutoChild() {}

    public static void main(String[] args) throws Exception {
        Databases databases = Databases.of(pool(args[0]), pool(args[1]));
        Settings settings = Lab.QUICK
                .withSoak(Duration.ofSeconds(2))
                .withAutomation(Automation.standard().withTimes(Duration.ofSeconds(1), 3, Duration.ofMillis(1_500)));
        MigrationConfig config = new MigrationConfig(plan(databases), PlanOptions.all(), databases, settings);
        MovexDataSource dataSource = MovexDataSource.open(
                DoubleWriteConfig.of("child-" + ProcessHandle.current().pid()),
                config.plan(),
                pool(args[0]),
                databases.srcDialect(),
                pool(args[1]),
                databases.dstDialect());
        Migration migration = Migration.open(config, dataSource.members());
        System.out.println("OPEN");
        if (args.length > 2) {
            migration.autoMigrate("child", MigrationState.ofWire(args[2]));
        }
        // ends with the process that started it
        while (System.in.read() >= 0) {
            continue;
        }
        Runtime.getRuntime().halt(0);
    }

    private static Plan plan(Databases databases) throws Exception {
        try (Connection src = databases.open(Side.SRC);
                Connection dst = databases.open(Side.DST)) {
            return PlanReader.read(
                            "lab",
                            new DatabaseView(databases.srcDialect(), src),
                            new DatabaseView(databases.dstDialect(), dst),
                            PlanOptions.all())
                    .plan();
        }
    }

    private static DataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(System.getenv("LAB_USER"));
        config.setPassword(System.getenv("LAB_PASSWORD"));
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }
}
