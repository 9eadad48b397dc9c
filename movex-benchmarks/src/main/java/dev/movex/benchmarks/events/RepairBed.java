package dev.movex.benchmarks.events;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.movex.benchmarks.orders.OrdersBed;
import dev.movex.benchmarks.orders.OrdersTable;
import dev.movex.benchmarks.orders.Servers;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.event.InconsistencyType;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.row.RowKey;
import dev.movex.testkit.kafka.KafkaBroker;
import dev.movex.testkit.migration.ReadyMigration;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Two servers under {@code src_first}, a full table on the source, and a broker. Closing it ends them. */
final class RepairBed implements AutoCloseable {
    static final String MIGRATION = "bench";
    private static final int POOL = 16;

    private final OrdersBed orders;
    private final KafkaBroker broker;
    private final HikariDataSource src;
    private final HikariDataSource dst;
    private final Databases databases;
    private final Plan plan;

    RepairBed(EventsOptions options) throws Exception {
        this.orders = new OrdersBed(Servers.of(options.src(), options.dst()));
        this.broker = KafkaBroker.start();
        this.src = pool(Side.SRC);
        this.dst = pool(Side.DST);
        this.databases = Databases.of(src, dst);
        orders.fill(Side.SRC, options.events());
        ReadyMigration.install(databases, MIGRATION);
        this.plan = ReadyMigration.draft(
                        databases, MIGRATION, PlanOptions.all().tables(List.of(OrdersTable.NAME), List.of()))
                .orThrow();
    }

    private HikariDataSource pool(Side side) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(orders.database(side).dataSource());
        config.setMaximumPoolSize(POOL);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }

    Databases databases() {
        return databases;
    }

    Plan plan() {
        return plan;
    }

    KafkaBroker broker() {
        return broker;
    }

    List<InconsistentEvent> events(int from, int to) {
        String table = plan.tables().get(0).name();
        return IntStream.range(from, to)
                .mapToObj(id -> new InconsistentEvent(
                        Side.SRC,
                        InconsistencyType.TARGET_MISSING,
                        table,
                        RowKey.of(String.valueOf(id)),
                        1,
                        "full-1",
                        Instant.EPOCH,
                        List.of()))
                .toList();
    }

    void emptyTarget() throws SQLException {
        try (Connection connection = databases.connect(Side.DST);
                Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE TABLE " + OrdersTable.NAME);
        }
    }

    long targetRows() throws SQLException {
        try (Connection connection = databases.connect(Side.DST);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + OrdersTable.NAME)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() {
        src.close();
        dst.close();
        broker.close();
        orders.close();
    }
}
