package dev.movex.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.MovexException;
import dev.movex.core.dialect.Dialects;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;
import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;

@RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.MARIADB)
class WrongDriverTest {
    @Test
    void aMariaDbServerBehindTheDriverOfMySqlIsRefused(Database database) throws Exception {
        String url = "jdbc:mysql://127.0.0.1:" + database.server().port() + "/" + database.name();
        try (Connection connection = DriverManager.getConnection(url, database.username(), database.password())) {
            assertThatThrownBy(() -> Dialects.of(connection))
                    .isInstanceOf(MovexException.class)
                    .hasMessageContaining("WRONG_DRIVER")
                    .hasMessageContaining("mariadb-java-client");
        }
    }
}
