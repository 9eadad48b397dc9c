package dev.movex.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresServerTest {
    @Test
    void keepsPortAndAcknowledgedRowsOverACrashAndAStop() throws SQLException {
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.builder()
                .logicalWal()
                .timeZone("Pacific/Auckland")
                .start()) {
            server.createDatabase("shop");
            DataSource shop = server.dataSource("shop");
            assertThat(ask(shop, "SHOW fsync")).isEqualTo("on");
            assertThat(ask(shop, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(ask(shop, "SHOW wal_level")).isEqualTo("logical");
            assertThat(ask(shop, "SELECT reset_val FROM pg_settings WHERE name = 'max_connections'"))
                    .isEqualTo("200");
            run(shop, "CREATE TABLE t (id int PRIMARY KEY)");
            run(shop, "INSERT INTO t VALUES (1)");
            server.crash();
            assertThat(server.isRunning()).isFalse();
            assertThatThrownBy(shop::getConnection).isInstanceOf(SQLException.class);
            server.start();
            assertThat(ask(shop, "SELECT count(*) FROM t")).isEqualTo("1");
            assertThat(ask(shop, "SHOW fsync")).isEqualTo("on");
            server.stop();
            server.start();
            assertThat(ask(shop, "SELECT count(*) FROM t")).isEqualTo("1");
        }
    }

    @Test
    void aJarWithoutBinariesIsRefusedByName(@TempDir Path folder) throws IOException {
        Path jar = folder.resolve("other.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("readme"));
        }
        assertThatThrownBy(() -> EmbeddedPostgresServer.builder().binaries(jar).start())
                .hasStackTraceContaining("no archive of PostgreSQL binaries in " + jar);
    }

    static String ask(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    static void run(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
