package dev.movex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import dev.movex.server.Authentication;
import dev.movex.server.MovexServer;
import dev.movex.server.ServerOptions;
import dev.movex.springboot.MigrationRegistry;
import dev.movex.springboot.Role;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@RealPostgres
final class AuditCommandTest {
    private ServedMigration served;

    @BeforeEach
    void serve(DatabasePair pair) throws Exception {
        for (Side side : Side.values()) {
            try (Connection connection = pair.of(side).dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE orders (id bigint PRIMARY KEY, note text)");
            }
        }
        served = ServedMigration.of("audited", pair);
    }

    @AfterEach
    void close() {
        served.close();
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = served.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void nothingDeniedIsWell() throws Exception {
        run("UPDATE orders SET note = 'x' WHERE id = 1");
        run("UPDATE orders SET note = 'y' WHERE id = 2");
        CommandRun audit = CommandRun.of("audit", "--url", served.server().url());
        assertThat(audit.err()).isEmpty();
        assertThat(audit.out()).contains("UPDATE orders SET note = ? WHERE id = ?", "2 x", "public.orders", "100.0 %");
        assertThat(audit.code()).isEqualTo(ExitCode.OK);
    }

    @Test
    void deniedStatementsComeFirstAndAreTheVerdict() throws Exception {
        run("UPDATE orders SET note = upper(note)");
        run("TRUNCATE orders");
        CommandRun audit = CommandRun.of(
                "audit", "--json", "--limit", "0", "--url", served.server().url() + "/");
        assertThat(audit.code()).isEqualTo(ExitCode.NEGATIVE);
        assertThat(audit.err()).contains("TRUNCATE orders", "and 1 more").doesNotContain("upper");
        List<String> lines = audit.out().lines().toList();
        JsonNode data = JsonMapper.shared().readTree(lines.get(lines.size() - 1));
        assertThat(data.get("denied").asInt()).isEqualTo(1);
        assertThat(data.get("statements").get(1).get("class").asString()).isEqualTo("image");
    }

    @Test
    void anAddressThatIsNotMovexsIsToldWithTheWayOut() {
        CommandRun other = CommandRun.of("audit", "--url", served.server().url() + "/elsewhere");
        assertThat(other.code()).isNotEqualTo(ExitCode.OK);
        CommandRun nobody = CommandRun.of("audit", "--url", "http://127.0.0.1:1/movex");
        assertThat(nobody.err()).contains("NO_ANSWER", "--url");
        assertThat(nobody.code()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(CommandRun.of("audit", "--url", "nonsense").err()).contains("not one of HTTP");
    }

    @Test
    void aServerThatWantsToKnowWhoAsksIsShownTheToken(@TempDir Path folder) throws Exception {
        String secret = "viewers-token-of-more-than-32-characters";
        Authentication viewers = new Authentication(
                List.of(new Authentication.Token("scripts", secret, Role.VIEWER)), List.of(), Optional.empty());
        ServerOptions options = new ServerOptions(
                "127.0.0.1", 0, "/movex", "/api/v1", List.of(), viewers, Optional.empty(), 0, Duration.ZERO);
        try (MovexServer asking = MovexServer.start(MigrationRegistry.of(List.of(served.migration())), options)) {
            CommandRun unknown = CommandRun.of("audit", "--url", asking.url());
            assertThat(unknown.code()).isEqualTo(1);
            assertThat(unknown.err()).contains("NOT_AUTHENTICATED", "MOVEX_TOKEN", "--token-file");
            Path file = Files.writeString(folder.resolve("token"), secret + "\n");
            CommandRun known = CommandRun.of("audit", "--url", asking.url(), "--token-file", file.toString());
            assertThat(known.err()).isEmpty();
            assertThat(known.out()).contains("shares:").doesNotContain(secret);
        }
    }
}
