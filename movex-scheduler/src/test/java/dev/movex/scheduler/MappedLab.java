package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.core.MigrationState;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.TableMapping;
import dev.movex.core.schema.Ddl.Stage;
import dev.movex.core.schema.SchemaDraft;
import dev.movex.core.schema.SchemaPlanner;
import dev.movex.core.schema.SchemaRun;
import dev.movex.doublewrite.Ack;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.ServerKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** A migration of mapped tables, looked at by plain queries on both sides that should answer the same. */
final class MappedLab implements AutoCloseable {
    private static final int WRITERS = 3;

    private final Lab lab;
    private final Lab.Process process;
    private final List<String[]> alike = new ArrayList<>();

    private MappedLab(Lab lab, Lab.Process process) {
        this.lab = lab;
        this.process = process;
    }

    /** Creates the tables and opens the migration. */
    static MappedLab open(DatabasePair pair, List<String> src, List<String> dst, TableMapping... mappings)
            throws Exception {
        return open(pair, src, dst, Ack.PRIMARY, mappings);
    }

    /** As {@link #open}, with writers that leave the other side to the journal. */
    static MappedLab journalled(DatabasePair pair, List<String> src, List<String> dst, TableMapping... mappings)
            throws Exception {
        return open(pair, src, dst, Ack.JOURNAL, mappings);
    }

    private static MappedLab open(
            DatabasePair pair, List<String> src, List<String> dst, Ack ack, TableMapping... mappings) throws Exception {
        Lab lab = new Lab(pair).with(PlanOptions.all().withMappings(List.of(mappings)));
        for (String sql : src) {
            lab.execute(Side.SRC, forKind(pair, Side.SRC, sql));
        }
        for (String sql : dst) {
            lab.execute(Side.DST, forKind(pair, Side.DST, sql));
        }
        assertThat(lab.draft(lab.databases()).problems()).noneMatch(problem -> problem.blocking());
        return new MappedLab(lab, lab.start(ack));
    }

    /** As {@link #open}, with tables, indexes and foreign keys on the target that Movex creates by the mappings. */
    static MappedLab created(DatabasePair pair, List<String> src, TableMapping... mappings) throws Exception {
        PlanOptions options = PlanOptions.all().withMappings(List.of(mappings));
        for (String sql : src) {
            try (Connection connection = pair.src().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(forKind(pair, Side.SRC, sql));
            }
        }
        for (Stage stage : Stage.values()) {
            createAll(pair, options, stage);
        }
        return open(pair, List.of(), List.of(), mappings);
    }

    /** Returns what the target lacks. */
    static SchemaDraft draft(DatabasePair pair, PlanOptions options) throws SQLException {
        Databases both = Databases.of(pair.src(), pair.dst());
        try (Connection src = both.open(Side.SRC);
                Connection dst = both.open(Side.DST)) {
            return SchemaPlanner.plan(
                    new DatabaseView(both.srcDialect(), src), new DatabaseView(both.dstDialect(), dst), options);
        }
    }

    private static void createAll(DatabasePair pair, PlanOptions options, Stage stage) throws SQLException {
        SchemaDraft draft = draft(pair, options);
        assertThat(draft.passed()).as(draft.leftOut().toString()).isTrue();
        Databases both = Databases.of(pair.src(), pair.dst());
        try (Connection dst = both.open(Side.DST)) {
            SchemaRun.apply(new DatabaseView(both.dstDialect(), dst), draft.at(stage), one -> {});
        }
        assertThat(draft(pair, options).at(stage))
                .as("what is there is not created again")
                .isEmpty();
    }

    /** PostgreSQL's words where MariaDB has others. */
    static String forKind(DatabasePair pair, Side side, String sql) {
        return pair.of(side).server().kind() == ServerKind.POSTGRESQL
                ? sql.replace("datetime(6)", "timestamp(6)").replace("varbinary(20)", "bytea")
                : sql;
    }

    /** Names two queries that must answer the same rows when both sides are equal. */
    MappedLab alike(String src, String dst) {
        alike.add(new String[] {src, dst});
        return this;
    }

    /** Copies while writers run statements through the data source, then proves both sides equal. */
    void migrateUnder(Writes writes) throws Exception {
        move(MigrationState.SRC_ONLY);
        move(MigrationState.SRC_FIRST);
        whileWriting(writes, () -> {
            process.migration().startCopy("test");
            quiet();
        });
        validatesClean();
    }

    /** Starts the validation of rows by their update time. */
    void incremental() {
        process.migration().startIncremental(0, 50, "test");
    }

    void stopIncremental() {
        process.migration().stopIncremental("test");
    }

    long millis() {
        return process.migration().now().toEpochMilli();
    }

    /**
     * Stamps a row and commits it only when the windows have looked again and another row of the same time has been committed,
     * both past Movex.
     */
    void lateCommit(String begin, String late, String early) throws SQLException {
        try (Connection connection = lab.pair.src().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(begin);
            long stamp = millis();
            statement.execute(late.formatted(stamp));
            damage(Side.SRC, early.formatted(stamp));
            long windows = process.migration().stats().incrValidationRuns();
            await().until(() -> process.migration().stats().incrValidationRuns() > windows + 2);
            connection.commit();
        }
    }

    void whileWriting(Writes writes, Step step) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        List<CompletableFuture<Integer>> writers = IntStream.range(0, WRITERS)
                .mapToObj(n -> CompletableFuture.supplyAsync(() -> write(writes, new Random(n), n, stop)))
                .toList();
        try {
            step.run();
        } finally {
            stop.set(true);
        }
        for (CompletableFuture<Integer> writer : writers) {
            assertThat(writer.get()).isPositive();
        }
    }

    private int write(Writes writes, Random random, int writer, AtomicBoolean stop) {
        int done = 0;
        while (!stop.get() || done < 60) {
            try {
                process.execute(writes.next(random, writer, done));
                done++;
            } catch (SQLException e) {
                if (e.getSQLState() == null || !e.getSQLState().startsWith("40")) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return done;
    }

    interface Writes {
        String next(Random random, int writer, int number);
    }

    interface Step {
        void run() throws Exception;
    }

    void write(String... statements) throws SQLException {
        for (String sql : statements) {
            process.execute(sql);
        }
        // the other side commits behind the caller
        await().until(() -> process.dataSource().member().openTransactions().isEmpty());
    }

    /** Writes past Movex. */
    void damage(Side side, String... statements) throws SQLException {
        for (String sql : statements) {
            lab.execute(side, forKind(lab.pair, side, sql));
        }
    }

    void move(MigrationState to) {
        process.migration().move(to, "test", "the tables are looked at by the test itself", true);
    }

    /** Validates and returns how many differences were confirmed; all of them must be repaired then. */
    long validate() throws Exception {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> process.migration().stats().journalRows() == 0);
        long before = process.migration().stats().dataDiscrepancies();
        process.migration().startFull("test");
        quiet();
        long found = process.migration().stats().dataDiscrepancies() - before;
        assertThat(process.migration().stats().deadLetters()).isZero();
        assertSame();
        return found;
    }

    void validatesClean() throws Exception {
        assertThat(validate()).as("differences").isZero();
    }

    /** Waits until what was written has been mirrored, by the commit or by the journal. */
    void assertSame() {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            for (String[] pair : alike) {
                assertThat(rows(Side.DST, pair[1])).as(pair[1]).isEqualTo(rows(Side.SRC, pair[0]));
            }
        });
    }

    long pendingJournal() {
        return process.migration().stats().journalRows();
    }

    long number(Side side, String sql) throws SQLException {
        return lab.number(side, sql);
    }

    private void quiet() {
        await().atMost(Duration.ofSeconds(120))
                .until(() -> process.migration().activity().isEmpty());
    }

    List<String> rows(Side side, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = lab.pair.of(side).dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    values.add(String.valueOf(row.getString(i)));
                }
                rows.add(String.join("|", values));
            }
        }
        return rows;
    }

    @Override
    public void close() throws Exception {
        lab.close();
    }
}
