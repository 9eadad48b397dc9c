package dev.movex.benchmarks.doublewrite;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.movex.benchmarks.harness.Load;
import dev.movex.core.MigrationState;
import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Pauser;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.plan.PlanDraft;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import dev.movex.doublewrite.Ack;
import dev.movex.doublewrite.DoubleWriteConfig;
import dev.movex.doublewrite.MovexDataSource;
import dev.movex.scheduler.Migration;
import dev.movex.scheduler.MigrationConfig;
import dev.movex.scheduler.Settings;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.DatabaseServer;
import dev.movex.testkit.database.EmbeddedMariaDbServer;
import dev.movex.testkit.database.EmbeddedMySqlServer;
import dev.movex.testkit.database.EmbeddedPostgresServer;
import dev.movex.testkit.database.ServerKind;
import dev.movex.testkit.fault.TcpRelay;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Two durable servers, behind relays where there is a delay, a table for each way, and a migration for each way that is Movex. */
final class Bed implements AutoCloseable {
    private static final int POOL = 24;
    private static final int ROWS_PER_INSERT = 500;
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Map<Side, Database> databases = new EnumMap<>(Side.class);
    private final Map<Side, TcpRelay> relays = new EnumMap<>(Side.class);
    private final Map<Way, List<DataSource>> ways = new EnumMap<>(Way.class);
    private @Nullable Floor floor;
    private final Map<Way, Migration> migrations = new EnumMap<>(Way.class);

    /** @param relayed whether the application's connections go through relays, which do not delay yet */
    Bed(ServerKind kind, List<Way> wanted, boolean relayed, PrintStream progress) throws Exception {
        boolean done = false;
        try {
            for (Side side : Side.values()) {
                DatabaseServer server = opened(start(kind));
                databases.put(side, Database.create(server, "bench"));
                if (relayed) {
                    TcpRelay relay = opened(TcpRelay.to(server.host(), server.port()));
                    relays.put(side, relay);
                }
                create(database(side), kind, wanted);
            }
            for (Way way : wanted) {
                progress.println("preparing " + way.label());
                ways.put(way, way(way, kind));
            }
            done = true;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    /** Sets the round trip time between application and databases, where there are relays. */
    void delay(Duration roundTrip) {
        Duration half = roundTrip.dividedBy(2);
        relays.values().forEach(relay -> relay.latency(half, half));
    }

    /** Returns how often a server has answered the application so far. */
    long trips() {
        return relays.values().stream().mapToLong(TcpRelay::trips).sum();
    }

    /** Returns the processes of the servers. */
    List<ProcessHandle> servers() {
        return Stream.of(Side.values())
                .flatMap(side -> Objects.requireNonNull(databases.get(side)).server().process().stream())
                .toList();
    }

    /** Returns the transactions of one of so many writers. */
    Load.Call transactions(Way way, Shape shape, int thread, int threads) {
        Statements statements = new Statements(way.table(), shape, thread, threads);
        return way == Way.FLOOR
                ? Objects.requireNonNull(floor).transactions(shape, statements)
                : new Transactions(Objects.requireNonNull(ways.get(way)), shape, statements);
    }

    private List<DataSource> way(Way way, ServerKind kind) throws Exception {
        return switch (way) {
            case PLAIN -> List.of(pool(Side.SRC));
            case NAIVE -> List.of(pool(Side.SRC), pool(Side.DST));
            case FLOOR -> {
                HikariConfig dst = config(Side.DST);
                dst.setAutoCommit(false);
                floor = opened(new Floor(pool(Side.SRC), pool(dst), kind));
                yield List.of();
            }
            case MOVEX -> List.of(movex(way, Ack.PRIMARY, MigrationState.SRC_FIRST));
            case MOVEX_BOTH -> List.of(movex(way, Ack.BOTH, MigrationState.SRC_FIRST));
            case MOVEX_JOURNAL -> List.of(movex(way, Ack.JOURNAL, MigrationState.SRC_FIRST));
            case MOVEX_SINGLE -> List.of(movex(way, Ack.PRIMARY, MigrationState.SRC_ONLY));
        };
    }

    private DataSource movex(Way way, Ack ack, MigrationState state) throws SQLException, InterruptedException {
        Databases own = Databases.of(pool(database(Side.SRC)), pool(database(Side.DST)));
        PlanOptions options = PlanOptions.all().tables(List.of(way.table()), List.of());
        PlanDraft draft;
        try (Connection src = own.open(Side.SRC);
                Connection dst = own.open(Side.DST)) {
            draft = PlanReader.read(
                    way.label(),
                    new DatabaseView(own.srcDialect(), src),
                    new DatabaseView(own.dstDialect(), dst),
                    options);
        }
        MovexDataSource movex = opened(MovexDataSource.open(
                DoubleWriteConfig.of(way.label()).withAck(ack),
                draft.plan(),
                pool(Side.SRC),
                own.srcDialect(),
                pool(Side.DST),
                own.dstDialect()));
        Migration migration = opened(
                Migration.open(new MigrationConfig(draft.plan(), options, own, Settings.shortened()), movex.members()));
        migrations.put(way, migration);
        migration.autoMigrate("bench", state);
        // it may not have begun yet
        await(
                state.wire(),
                () -> (migration.state() == state || migration.hold() != null)
                        && !migration.activity().contains("auto-migrate"));
        if (migration.state() != state) {
            throw new MovexException("BENCH_STUCK", "The migration holds: " + migration.hold(), "Mend that first.");
        }
        if (way.dual()) {
            migration.startCopy("bench");
            await("the copy", () -> !migration.activity().contains("copy"));
        }
        return movex;
    }

    private static void await(String what, BooleanSupplier reached) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new MovexException("BENCH_STUCK", "Waited too long for " + what + ".", "See the log.");
            }
            Pauser.real().pause(LOOK);
        }
    }

    private DataSource database(Side side) {
        return Objects.requireNonNull(databases.get(side)).dataSource();
    }

    /** The application's pool, on the far side of the relay, with the URL that the documentation advises; for every way. */
    private DataSource pool(Side side) {
        return pool(config(side));
    }

    private HikariConfig config(Side side) {
        Database database = Objects.requireNonNull(databases.get(side));
        boolean postgres = database.server().kind() == ServerKind.POSTGRESQL;
        String url = postgres ? database.url() : database.urlWith("allowMultiQueries=true");
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url.replace(":" + database.server().port() + "/", ":" + port(side) + "/"));
        config.setUsername(database.username());
        config.setPassword(database.password());
        return config;
    }

    private int port(Side side) {
        TcpRelay relay = relays.get(side);
        return relay == null
                ? Objects.requireNonNull(databases.get(side)).server().port()
                : relay.port();
    }

    /** A pool of Movex's own work, beside the relay. */
    private DataSource pool(DataSource database) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database);
        return pool(config);
    }

    private HikariDataSource pool(HikariConfig config) {
        config.setMaximumPoolSize(POOL);
        config.setMinimumIdle(1);
        return opened(new HikariDataSource(config));
    }

    private static DatabaseServer start(ServerKind kind) {
        return switch (kind) {
            case POSTGRESQL -> EmbeddedPostgresServer.builder().start();
            case MARIADB -> EmbeddedMariaDbServer.builder().durable(true).start();
            case MYSQL -> EmbeddedMySqlServer.builder().durable(true).start();
        };
    }

    private static void create(DataSource database, ServerKind kind, List<Way> wanted) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (Way way : wanted) {
                statement.execute("CREATE TABLE " + way.table() + " (id bigint PRIMARY KEY, user_id bigint NOT NULL,"
                        + " sku varchar(40) NOT NULL, qty int NOT NULL, price decimal(12,2) NOT NULL,"
                        + " status varchar(16) NOT NULL, note varchar(200), created_at timestamp(6) NOT NULL,"
                        + " utime bigint NOT NULL)");
                statement.execute("CREATE INDEX " + way.table() + "_utime ON " + way.table() + " (utime)");
                for (int from = 0; from < Statements.ROWS; from += ROWS_PER_INSERT) {
                    statement.execute("INSERT INTO " + way.table() + " VALUES " + rows(from));
                }
                if (way == Way.FLOOR) {
                    Floor.install(statement);
                }
            }
            connection.commit();
            connection.setAutoCommit(true);
            if (kind == ServerKind.POSTGRESQL) {
                statement.execute("VACUUM ANALYZE");
            }
        }
    }

    private static String rows(int from) {
        return IntStream.range(from, from + ROWS_PER_INSERT)
                .mapToObj(i -> "(" + i + ", " + i % 1000 + ", 'SKU-" + i
                        + "', 1, 9.99, 'NEW', 'a note', '2026-11-01 12:00:00', " + i + ")")
                .collect(Collectors.joining(", "));
    }

    /** Waits until nothing is on its way any more, and compares what Movex wrote. */
    boolean equal() throws SQLException, InterruptedException {
        boolean equal = true;
        for (Way way : ways.keySet()) {
            if (way.dual()) {
                Migration migration = Objects.requireNonNull(migrations.get(way));
                await("the journal", () -> migration.stats().journalRows() == 0);
                equal &= digest(Side.SRC, way).equals(digest(Side.DST, way));
            }
        }
        return equal;
    }

    private String digest(Side side, Way way) throws SQLException {
        try (Connection connection = database(side).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM " + way.table() + " ORDER BY id")) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                for (int i = 1; i <= columns; i++) {
                    digest.update((row.getString(i) + '\n').getBytes(StandardCharsets.UTF_8));
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    @Override
    public void close() throws Exception {
        List<Exception> failures = new ArrayList<>();
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }
}
