package dev.movex.benchmarks.events;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.movex.benchmarks.orders.OrdersBed;
import dev.movex.benchmarks.orders.OrdersTable;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.event.InconsistencyType;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import dev.movex.core.row.RowKey;
import dev.movex.testkit.kafka.KafkaBroker;
import java.sql.Connection;
import java.sql.PreparedStatement;
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
        this.orders = new OrdersBed(options.src(), options.dst());
        this.broker = KafkaBroker.start();
        this.src = pool(Side.SRC);
        this.dst = pool(Side.DST);
        this.databases = Databases.of(src, dst);
        orders.fill(Side.SRC, options.events());
        for (Side side : Side.values()) {
            install(side);
        }
        try (Connection from = databases.open(Side.SRC);
                Connection to = databases.open(Side.DST)) {
            this.plan = PlanReader.read(
                            MIGRATION,
                            new DatabaseView(databases.srcDialect(), from),
                            new DatabaseView(databases.dstDialect(), to),
                            PlanOptions.all().tables(List.of(OrdersTable.NAME), List.of()))
                    .orThrow();
        }
    }

    private HikariDataSource pool(Side side) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(orders.database(side).dataSource());
        config.setMaximumPoolSize(POOL);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }

    private void install(Side side) throws SQLException {
        try (Connection connection = databases.connect(side)) {
            for (String text : databases.dialect(side).control().create()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(text);
                }
            }
            try (PreparedStatement insert = connection.prepareStatement(
                    databases.dialect(side).control().insertControl())) {
                insert.setString(1, MIGRATION);
                insert.setLong(2, 1);
                insert.setString(3, Pattern.SRC_FIRST.wire());
                insert.setBoolean(4, side == Side.SRC);
                insert.setString(5, Pattern.SRC_FIRST.wire());
                insert.executeUpdate();
            }
        }
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
