package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.movex.core.access.RenewedDataSource;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A password is changed while a pool is open, on a server that asks for passwords. */
@RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.POSTGRESQL)
class PasswordChangeTest {
    @TempDir
    private Path folder;

    private Database database;
    private String user;

    @BeforeEach
    void create(DatabasePair pair) throws SQLException {
        database = pair.source();
        user = "user_" + Long.toHexString(System.nanoTime());
        administer("CREATE USER " + user + " IDENTIFIED BY 'first-Secret-1'");
        administer("GRANT SELECT ON " + database.name() + ".* TO " + user);
    }

    @AfterEach
    void drop() throws SQLException {
        administer("DROP USER " + user);
    }

    private void administer(String sql) throws SQLException {
        try (Connection connection =
                        database.server().dataSource(database.name()).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aPoolTakesTheNewPasswordWithoutARestart() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "first-Secret-1\n");
        HikariConfig config = new HikariConfig();
        config.setDataSource(RenewedDataSource.ofFile(database.url(), user, file));
        config.setMaximumPoolSize(2);
        config.setConnectionTimeout(3_000);
        try (HikariDataSource pool = new HikariDataSource(config);
                Connection open = pool.getConnection()) {
            administer("ALTER USER " + user + " IDENTIFIED BY 'second-Secret-2'");
            assertThat(open.isValid(2)).as("what is open goes on").isTrue();
            assertThatThrownBy(() ->
                            RenewedDataSource.ofFile(database.url(), user, file).getConnection())
                    .as("the old one is refused")
                    .isInstanceOf(SQLException.class);
            Files.writeString(file, "second-Secret-2\n");
            try (Connection second = pool.getConnection()) {
                assertThat(second.isValid(2)).isTrue();
            }
        }
    }

    @Test
    void aFileThatIsGoneIsAnErrorOfTheConnectionThatNamesIt() {
        assertThatThrownBy(() -> RenewedDataSource.ofFile(database.url(), user, folder.resolve("gone"))
                        .getConnection())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("gone")
                .hasFieldOrPropertyWithValue("SQLState", "28000");
    }
}
