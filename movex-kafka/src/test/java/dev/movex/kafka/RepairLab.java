package dev.movex.kafka;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Pauser;
import dev.movex.core.control.ControlAuthority;
import dev.movex.core.event.EventConsumer;
import dev.movex.core.event.EventOutbox;
import dev.movex.core.event.EventTransport;
import dev.movex.core.event.InconsistencyType;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.event.RepairWorker;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.repair.KeyRepair;
import dev.movex.core.repair.Repairer;
import dev.movex.core.row.RowKey;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.migration.ReadyMigration;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Two real databases under {@code src_first} with one table, {@code item}, of which the source has rows and the target none. */
final class RepairLab {
    static final String TABLE = "item";
    private static final int BATCH = 500;

    private final String migration;
    private final DatabasePair pair;
    private final Databases databases;
    private final Plan plan;

    private RepairLab(String migration, DatabasePair pair) throws SQLException {
        this.migration = migration;
        this.pair = pair;
        this.databases = Databases.of(pair.src(), pair.dst());
        for (Side side : Side.values()) {
            exec(side, "CREATE TABLE item (id bigint PRIMARY KEY, note varchar(40))");
        }
        ReadyMigration.install(databases, migration);
        this.plan = plan(migration, databases);
    }

    static RepairLab of(DatabasePair pair) throws SQLException {
        return new RepairLab("lab_" + pair.source().name(), pair);
    }

    static Plan plan(String migration, Databases databases) throws SQLException {
        return ReadyMigration.draft(databases, migration, PlanOptions.all()).orThrow();
    }

    String migration() {
        return migration;
    }

    Databases databases() {
        return databases;
    }

    Database database(Side side) {
        return pair.of(side);
    }

    String table() {
        return plan.tables().get(0).name();
    }

    Repairer repairer() {
        return Repairer.standard(plan, databases);
    }

    EventOutbox outbox(EventTransport transport) {
        EventOutbox outbox = new EventOutbox(migration, databases, Side.DST, transport, Pauser.real());
        outbox.start();
        return outbox;
    }

    RepairWorker worker(EventTransport transport) {
        return worker(transport, repairer());
    }

    RepairWorker worker(EventTransport transport, KeyRepair repair) {
        return worker(transport.subscribe(), transport, repair);
    }

    private RepairWorker worker(EventConsumer consumer, EventTransport transport, KeyRepair repair) {
        RepairWorker worker = new RepairWorker(
                consumer, repair, new ControlAuthority(migration, databases), transport.deadLetters(), Pauser.real());
        worker.start();
        return worker;
    }

    /** Gives the source rows that the target lacks. */
    void breakRows(int from, int to) throws SQLException {
        try (Connection connection = databases.begin(Side.SRC);
                PreparedStatement insert = connection.prepareStatement("INSERT INTO item VALUES (?, ?)")) {
            for (int id = from; id < to; id++) {
                insert.setLong(1, id);
                insert.setString(2, "secret " + id);
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
    }

    InconsistentEvent event(int id) {
        return new InconsistentEvent(
                Side.SRC,
                InconsistencyType.TARGET_MISSING,
                table(),
                RowKey.of(String.valueOf(id)),
                1,
                "full-1",
                Instant.parse("2026-01-01T00:00:00Z"),
                List.of());
    }

    /** Publishes an event for each row, in batches as validation does. */
    void publish(EventOutbox outbox, int from, int to) {
        for (int id = from; id < to; id += BATCH) {
            outbox.publishAll(IntStream.range(id, Math.min(to, id + BATCH))
                    .mapToObj(this::event)
                    .toList());
        }
    }

    void exec(Side side, String text) throws SQLException {
        try (Connection connection = databases.dataSource(side).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    long rows(Side side) {
        try (Connection connection = databases.connect(side);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM item")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
