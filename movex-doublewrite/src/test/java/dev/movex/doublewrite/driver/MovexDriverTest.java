package dev.movex.doublewrite.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.Side;
import dev.movex.core.control.PlanRecords;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.Dialects;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import dev.movex.core.plan.StoredPlan;
import dev.movex.doublewrite.Metric;
import dev.movex.doublewrite.MovexDataSource;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RealPostgres
class MovexDriverTest {
    @TempDir
    Path folder;

    private DatabasePair pair;

    @BeforeEach
    void createTables(DatabasePair databases) throws SQLException {
        pair = databases;
        for (Side side : Side.values()) {
            execute(pair.of(side), "CREATE TABLE t (id int PRIMARY KEY, a text)");
            execute(pair.of(side), "CREATE TABLE without_key (a text NOT NULL, b int NOT NULL, UNIQUE (a, b))");
            execute(pair.of(side), "CREATE SCHEMA aside");
        }
    }

    @AfterEach
    void closeFiles() {
        OpenDataSources.closeFiles();
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Path yaml(String pool) throws IOException {
        Files.writeString(folder.resolve("secret"), pair.source().password() + "\n");
        return Files.writeString(folder.resolve("movex.yaml"), """
                # a migration
                migration: shop
                member: "m1"
                ack: both      # wait for both
                pool: %s
                tables:
                  schemas: public
                  exclude: public.flyway*
                  keys:
                    public.without_key: a, b
                source:
                  url: '%s'
                  user: %s
                  password-file: secret
                target:
                  url: %s
                  user: %s
                  password-file: secret
                """.formatted(
                        pool,
                        pair.srcUrl(),
                        pair.source().username(),
                        pair.dstUrl(),
                        pair.target().username()));
    }

    @ParameterizedTest
    @CsvSource({"hikari,src_only,0", "none,src_only,0", "hikari,src_first,1", "none,src_first,1"})
    void aFileIsEnoughForAnApplication(String pool, String pattern, int onTarget) throws Exception {
        control(pattern);
        String url = "jdbc:movex:" + yaml(pool);
        try (Connection connection = DriverManager.getConnection(url, "ignored", "ignored");
                PreparedStatement insert = connection.prepareStatement("INSERT INTO t (id, a) VALUES (?, ?)")) {
            insert.setInt(1, 1);
            insert.setString(2, "x");
            assertThat(insert.executeUpdate()).isEqualTo(1);
        }
        try (Connection sameProcess = DriverManager.getConnection("jdbc:movex:shop");
                Statement statement = sameProcess.createStatement();
                ResultSet rows = statement.executeQuery("SELECT a FROM t")) {
            assertThat(rows.next()).isTrue();
        }
        MovexDataSource opened = OpenDataSources.find("shop").orElseThrow();
        assertThat(opened.metrics().get(Metric.MIRRORED)).isEqualTo(onTarget);
        assertThat(opened.member().id()).isEqualTo("m1");
        try (Connection target = pair.dst().getConnection();
                Statement statement = target.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM t")) {
            row.next();
            assertThat(row.getInt(1)).isEqualTo(onTarget);
        }
    }

    private void control(String pattern) throws SQLException {
        for (Side side : Side.values()) {
            try (Connection connection = pair.of(side).dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                for (String sql : Dialects.of(connection).control().create()) {
                    statement.execute(sql);
                }
                statement.execute(
                        "INSERT INTO movex.control (migration, epoch, pattern, open, state) VALUES ('shop', 3, '"
                                + pattern + "', " + (side == Side.SRC) + ", '" + pattern + "')");
            }
        }
    }

    @Test
    void aRegisteredDataSourceIsFoundByItsName() throws Exception {
        String url = "jdbc:movex:" + yaml("hikari");
        DriverManager.getConnection(url).close();
        MovexDataSource opened = OpenDataSources.find("shop").orElseThrow();
        OpenDataSources.register("other", opened);
        try (Connection connection = DriverManager.getConnection("jdbc:movex:other")) {
            assertThat(connection.isValid(1)).isTrue();
        } finally {
            OpenDataSources.unregister("other");
        }
        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:movex:shopp"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("Did you mean 'shop'?");
    }

    @Test
    void allErrorsAreToldAtOnceAndNoSecrets() throws Exception {
        Path file = Files.writeString(folder.resolve("bad.properties"), """
                migraton=shop
                ack=primery
                source.url=jdbc:postgresql://h/db?user=a&password=hunter2
                source.user=${MOVEX_NO_SUCH_VARIABLE}
                source.password=hunter2
                target.url=postgresql://h
                target.pool-size=many
                target.password-file=nowhere
                """);
        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:movex:" + file))
                .isInstanceOf(SQLException.class)
                .hasMessageContainingAll(
                        "'migraton' is not known. Did you mean 'migration'?",
                        "'migration' is missing",
                        "'member' is missing",
                        "'ack' is none of both, primary",
                        "Did you mean 'primary'?",
                        "'source.url' holds a password",
                        "MOVEX_NO_SUCH_VARIABLE, which is not set",
                        "'source.password' is written out",
                        "'target.url' is not a JDBC URL",
                        "'target.user' is missing",
                        "'target.pool-size' is not a number",
                        "the file of 'target.password-file' can't be read")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void passwordsComeFromTheEnvironment() throws Exception {
        Path file = Files.writeString(folder.resolve("env.yml"), """
                migration: shop
                member: ${HOST}-1
                source:
                  url: jdbc:postgresql://a/b
                  user: u
                  password: ${SECRET}
                target:
                  url: jdbc:postgresql://c/d
                  user: u
                """);
        DriverConfig config = new ConfigReader(file, Map.of("HOST", "web", "SECRET", "s3cret")).read();
        assertThat(config.source().password().get()).isEqualTo("s3cret");
        assertThat(config.member()).isEqualTo("web-1");
        assertThat(config.target().password().get()).isEmpty();
        assertThat(config.toString()).doesNotContain("s3cret");
    }

    @Test
    void aDatabaseThatIsAwayIsNamedWithoutItsSecret() throws Exception {
        Path file = Files.writeString(
                folder.resolve("away.yaml"),
                Files.readString(yaml("none")).replace(pair.dstUrl(), "jdbc:postgresql://localhost:1/gone"));
        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:movex:" + file))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("jdbc:postgresql://localhost:1/gone")
                .hasFieldOrPropertyWithValue("SQLState", "08001");
    }

    @Test
    void aProcessBeginsWhileTheTargetIsAwayByThePlanThatIsKept() throws Exception {
        control("src_first");
        try (Connection src = pair.src().getConnection();
                Connection dst = pair.dst().getConnection()) {
            Dialect dialect = Dialects.of(src);
            Plan plan = PlanReader.read(
                            "shop",
                            new DatabaseView(dialect, src),
                            new DatabaseView(dialect, dst),
                            PlanOptions.all().withKeys(Map.of("public.without_key", List.of("a", "b"))))
                    .orThrow();
            PlanRecords.put(src, dialect.control(), new StoredPlan("postgresql", "postgresql", plan));
        }
        Path file = Files.writeString(
                folder.resolve("away.yaml"),
                Files.readString(yaml("none"))
                        .replace(pair.dstUrl(), "jdbc:postgresql://localhost:1/gone")
                        .replace("ack: both", "processes: several"));
        try (Connection connection = DriverManager.getConnection("jdbc:movex:" + file);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("INSERT INTO t (id, a) VALUES (1, 'x')"))
                    .isEqualTo(1);
        }
        try (Connection src = pair.src().getConnection();
                Statement statement = src.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM movex.journal")) {
            row.next();
            assertThat(row.getInt(1)).as("the key waits for the target").isEqualTo(1);
        }
    }

    @Test
    void otherUrlsAreLeftToOtherDrivers() throws SQLException {
        assertThat(new MovexDriver().acceptsURL("jdbc:postgresql://h/db")).isFalse();
        assertThat(new MovexDriver().connect("jdbc:postgresql://h/db", new java.util.Properties()))
                .isNull();
    }
}
