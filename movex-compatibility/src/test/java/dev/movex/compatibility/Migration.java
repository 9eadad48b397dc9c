package dev.movex.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.movex.core.MigrationState;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.control.Assignment;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.Dialects;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanDraft;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.Problem;
import dev.movex.doublewrite.DoubleWriteConfig;
import dev.movex.doublewrite.DoubleWriteConfig.SecondaryLimits;
import dev.movex.doublewrite.Metric;
import dev.movex.doublewrite.MovexDataSource;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.DatabasePair;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** A migration whose tables are proven, in a pattern that writes two databases. */
final class Migration implements AutoCloseable {
    private static final String NAME = "frameworks";

    private final DatabasePair pair;
    private final Pattern pattern;
    private final Plan plan;
    private final HikariDataSource source;
    private final HikariDataSource target;
    private final MovexDataSource movex;
    private int refusals;

    private Migration(DatabasePair pair, Pattern pattern, Map<String, List<String>> declaredKeys) throws SQLException {
        this.pair = pair;
        this.pattern = pattern;
        this.source = pool(pair.source());
        this.target = pool(pair.target());
        try (Connection src = source.getConnection();
                Connection dst = target.getConnection()) {
            Dialect srcDialect = Dialects.of(src);
            Dialect dstDialect = Dialects.of(dst);
            // Hibernate makes sequences of tables without a key on MySQL; they stay the primary's own
            PlanOptions options =
                    PlanOptions.all().tables(List.of(), List.of("*_seq")).withKeys(inSchema(src, declaredKeys));
            this.plan = plan(new DatabaseView(srcDialect, src), new DatabaseView(dstDialect, dst), options);
            this.movex = MovexDataSource.open(patientConfig(), plan, source, srcDialect, target, dstDialect);
            control(src, srcDialect, pattern.primary() == Side.SRC);
            control(dst, dstDialect, pattern.primary() == Side.DST);
        }
    }

    /** Opens a migration of all the tables that a database has, once both sides have them. */
    static Migration open(DatabasePair pair, Pattern pattern, Map<String, List<String>> declaredKeys)
            throws SQLException {
        Migration migration = new Migration(pair, pattern, declaredKeys);
        migration
                .movex
                .member()
                .adopt(new Assignment(
                        pattern,
                        1,
                        migration.plan.tables().stream().map(PlannedTable::name).collect(Collectors.toSet())));
        return migration;
    }

    DataSource dataSource() {
        return movex;
    }

    Database primary() {
        return pair.of(pattern.primary());
    }

    /** Counts a statement that was refused and should be. */
    void expectRefusal() {
        refusals++;
    }

    /** Requires that the primary's writes, and nothing else, are on the secondary, and that nothing was refused but what should be. */
    void requireEqualSides() throws SQLException {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(journal()).as("rows of the journal").isZero());
        assertThat(plan.tables()).isNotEmpty();
        for (PlannedTable table : plan.tables()) {
            List<String> wanted = rows(pattern.primary(), table);
            assertThat(rows(pattern.secondary(), table)).as(table.name()).isEqualTo(wanted);
        }
        Map<Metric, Long> counts = movex.metrics();
        assertThat(movex.audit().denied()).as("refused statements").hasSize(refusals);
        assertThat(counts)
                .containsEntry(Metric.DENIED, (long) refusals)
                .containsEntry(Metric.SECONDARY_FAILURES, 0L)
                .containsEntry(Metric.SECONDARY_MISMATCHES, 0L)
                .containsEntry(Metric.BREAKER_SKIPS, 0L)
                .containsEntry(Metric.JOURNALED, 0L)
                .containsEntry(Metric.FENCED, 0L);
        assertThat(counts.get(Metric.MIRRORED)).isPositive().isEqualTo(counts.get(Metric.DUAL_TRANSACTIONS));
    }

    @Override
    public void close() {
        try (source;
                target) {
            movex.close();
        }
    }

    private long journal() throws SQLException {
        return SideRows.number(primary().dataSource(), "SELECT count(*) FROM movex.journal");
    }

    private List<String> rows(Side side, PlannedTable table) throws SQLException {
        return SideRows.of(pair.of(side), table.on(side), table.namesOn(side));
    }

    private static DoubleWriteConfig patientConfig() {
        // a machine with much to do is no failure of the secondary
        return DoubleWriteConfig.of("m1")
                .withSecondary(new SecondaryLimits(3, Duration.ofSeconds(20), Duration.ofSeconds(30)));
    }

    private static Map<String, List<String>> inSchema(Connection connection, Map<String, List<String>> keys)
            throws SQLException {
        String schema = connection.getSchema() == null ? connection.getCatalog() : connection.getSchema();
        return keys.entrySet().stream()
                .collect(Collectors.toMap(key -> schema + "." + key.getKey(), Map.Entry::getValue));
    }

    private static Plan plan(DatabaseView src, DatabaseView dst, PlanOptions options) throws SQLException {
        PlanDraft draft = PlanReader.read(NAME, src, dst, options);
        assertThat(draft.problems().stream().filter(Problem::blocking).map(Problem::toString))
                .isEmpty();
        return draft.plan();
    }

    private void control(Connection connection, Dialect dialect, boolean open) throws SQLException {
        for (String sql : dialect.control().create()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
        try (PreparedStatement insert =
                connection.prepareStatement(dialect.control().insertControl())) {
            insert.setString(1, NAME);
            insert.setLong(2, 1);
            insert.setString(3, pattern.wire());
            insert.setBoolean(4, open);
            insert.setString(5, MigrationState.ofWire(pattern.wire()).wire());
            insert.executeUpdate();
        }
    }

    private static HikariDataSource pool(Database database) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.dataSource());
        config.setMaximumPoolSize(6);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }
}
