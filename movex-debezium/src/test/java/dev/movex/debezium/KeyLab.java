package dev.movex.debezium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Databases;
import dev.movex.core.control.Authority;
import dev.movex.core.follow.ChangeLog;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.repair.KeyOutcome;
import dev.movex.core.repair.RepairResult;
import dev.movex.core.repair.Repairer;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.RowKey;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.DatabaseServer;
import dev.movex.testkit.database.ServerKind;
import dev.movex.testkit.database.SharedServers;
import dev.movex.testkit.migration.ReadyMigration;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tables with keys of many types: a source whose log is read, and a target to which its rows are brought over. */
final class KeyLab implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Database source;
    private final Database target;
    private final Databases databases;
    private final String migration = "keys_" + NUMBER.incrementAndGet();
    private final CursorStore cursors = CursorStore.inMemory();
    private PlanOptions options = PlanOptions.all();
    private @Nullable DebeziumLogs logs;
    private @Nullable Plan plan;

    KeyLab(DatabaseServer server, ServerKind target) {
        this.source = Database.create(server, migration);
        this.target = SharedServers.database(target, Side.DST);
        this.databases = Databases.of(source.dataSource(), this.target.dataSource());
    }

    KeyLab options(PlanOptions wanted) {
        options = wanted;
        return this;
    }

    /** Creates a table {@code name} on both sides, with what stands between the brackets of its definition. */
    KeyLab table(String name, String onSource, String onTarget) throws SQLException {
        exec(Side.SRC, "CREATE TABLE " + name + " (" + onSource + ")");
        exec(Side.DST, "CREATE TABLE " + name + " (" + onTarget + ")");
        return this;
    }

    void exec(Side side, String... texts) throws SQLException {
        try (Connection connection = databases.connect(side);
                Statement statement = connection.createStatement()) {
            for (String text : texts) {
                statement.execute(text);
            }
        }
    }

    /** Returns the first column of a query's rows. */
    List<String> ask(Side side, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = databases.connect(side);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                values.add(row.getString(1));
            }
        }
        return values;
    }

    /** Begins to read the log of the tables that are there now, and waits until the reader has come up to its start. */
    ChangeLog read() throws SQLException {
        ChangeLog reader = open();
        await().until(() -> reader.lag().isPresent());
        return reader;
    }

    ChangeLog open() throws SQLException {
        ReadyMigration.install(databases, migration);
        Plan read = ReadyMigration.draft(databases, migration, options).orThrow();
        LogSource log = LogSource.of(source.url(), source.username(), source::password);
        plan = read;
        logs = new DebeziumLogs(read, databases, log, log);
        return logs().open(Side.SRC, cursors);
    }

    DebeziumLogs logs() {
        return Objects.requireNonNull(logs, "nothing was opened");
    }

    private Plan plan() {
        return Objects.requireNonNull(plan, "nothing was opened");
    }

    /** Returns the keys of a side's rows as the plan's other readers have them. */
    Set<DirtyKey> keys(Side side) throws SQLException {
        Set<DirtyKey> keys = new HashSet<>();
        try (Connection connection = databases.connect(side);
                Statement statement = connection.createStatement()) {
            for (PlannedTable table : plan().tables()) {
                var sql = databases.table(table, side).sql();
                String texts =
                        table.keyOn(side).stream().map(c -> sql.text("t", c)).collect(Collectors.joining(", "));
                try (ResultSet row = statement.executeQuery("SELECT " + texts + " FROM " + sql.table() + " t")) {
                    while (row.next()) {
                        List<String> values = new ArrayList<>();
                        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                            values.add(row.getString(i));
                        }
                        keys.add(new DirtyKey(table.name(), new RowKey(values)));
                    }
                }
            }
        }
        return keys;
    }

    /** Takes what comes out of the log until as many different keys have come. */
    Set<DirtyKey> take(ChangeLog reader, int count) {
        Set<DirtyKey> taken = new HashSet<>();
        await().untilAsserted(() -> {
            taken.addAll(reader.feed().take(1000));
            reader.feed().settle();
            assertThat(taken).as(reader::fault).hasSizeGreaterThanOrEqualTo(count);
        });
        return taken;
    }

    /** Brings rows over, and returns how often each outcome was met. */
    Map<KeyOutcome.Kind, Integer> repair(Set<DirtyKey> keys) throws Exception {
        Authority authority = Authority.under(Pattern.SRC_FIRST, 1);
        RepairResult result = Repairer.standard(plan(), databases).repair(keys, () -> authority);
        Map<KeyOutcome.Kind, Integer> kinds = new HashMap<>();
        for (DirtyKey key : keys) {
            kinds.merge(result.outcome(key).kind(), 1, Integer::sum);
        }
        return kinds;
    }

    @Override
    public void close() {
        target.close();
        source.close();
    }
}
