package dev.movex.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

abstract class MySqlFamilyContract {
    abstract MySqlFamilyServer start();

    @Test
    void keepsPortAndAcknowledgedRowsOverACrashAndAStopAndIsGoneAfterItsClose() throws SQLException {
        DataSource shop;
        MySqlFamilyServer closed;
        try (MySqlFamilyServer server = start()) {
            closed = server;
            server.createDatabase("shop");
            shop = server.dataSource("shop");
            assertThat(EmbeddedPostgresServerTest.ask(shop, "SELECT @@innodb_flush_log_at_trx_commit + @@sync_binlog"))
                    .isEqualTo("2");
            assertThat(EmbeddedPostgresServerTest.ask(shop, "SELECT IF(@@log_bin, @@binlog_format, 'off')"))
                    .isEqualTo("ROW");
            assertThat(EmbeddedPostgresServerTest.ask(shop, "SELECT @@character_set_database"))
                    .isEqualTo("utf8mb4");
            EmbeddedPostgresServerTest.run(shop, "CREATE TABLE t (id int PRIMARY KEY)");
            EmbeddedPostgresServerTest.run(shop, "INSERT INTO t VALUES (1)");
            server.crash();
            assertThat(server.isRunning()).isFalse();
            assertThatThrownBy(shop::getConnection).isInstanceOf(SQLException.class);
            server.start();
            assertThat(EmbeddedPostgresServerTest.ask(shop, "SELECT count(*) FROM t"))
                    .isEqualTo("1");
            server.stop();
            server.start();
            assertThat(EmbeddedPostgresServerTest.ask(shop, "SELECT count(*) FROM t"))
                    .isEqualTo("1");
        }
        assertThat(closed.isRunning()).isFalse();
        assertThat(Files.exists(closed.folder())).isFalse();
        assertThatThrownBy(shop::getConnection).isInstanceOf(SQLException.class);
        assertThatThrownBy(closed::start).isInstanceOf(IllegalStateException.class);
    }
}
