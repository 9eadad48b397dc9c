package dev.movex.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Watch;
import dev.movex.core.control.Assignment;
import dev.movex.core.copy.CopyOptions;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.repair.KeyOutcome.Kind;
import dev.movex.core.row.DirtyKey;
import dev.movex.doublewrite.DoubleWriteConfig;
import dev.movex.doublewrite.DoubleWriteConfig.SecondaryLimits;
import dev.movex.doublewrite.MovexDataSource;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.DatabaseServer;
import dev.movex.testkit.database.ServerKind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values of 20 MB take every way that small ones take. */
abstract class LargeValuesContract {
    private static final int SIZE = 20 * 1024 * 1024;
    private static final DirtyKey ONE = Lab.key("large", "1");
    private Lab lab;

    @BeforeEach
    void create(DatabasePair pair) throws SQLException {
        for (Side side : Side.values()) {
            boolean postgres = pair.of(side).server().kind() == ServerKind.POSTGRESQL;
            if (!postgres) {
                allowLargePackets(pair.of(side).server());
            }
            Lab.plain(
                    pair,
                    side,
                    postgres
                            ? "CREATE TABLE large (id int PRIMARY KEY, te text, bl bytea)"
                            : "CREATE TABLE large (id INT PRIMARY KEY, te LONGTEXT, bl LONGBLOB) CHARACTER SET utf8mb4");
        }
        lab = Lab.of(pair);
    }

    /** A value travels in one packet, bytes as two digits each. */
    private static void allowLargePackets(DatabaseServer server) throws SQLException {
        try (Connection root =
                        DriverManager.getConnection(server.jdbcUrl("mysql"), server.username(), server.password());
                Statement statement = root.createStatement()) {
            statement.execute("SET GLOBAL max_allowed_packet = 268435456");
        }
    }

    private static void insert(DataSource database, int id, long seed) throws SQLException {
        byte[] bytes = new byte[SIZE];
        new Random(seed).nextBytes(bytes);
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("INSERT INTO large VALUES (?, ?, ?)")) {
            statement.setInt(1, id);
            statement.setString(2, "long é ".repeat(SIZE / 8));
            statement.setBytes(3, bytes);
            statement.executeUpdate();
        }
    }

    private void assertClean() throws Exception {
        assertThat(lab.validate(new ArrayList<>()).clean()).isTrue();
        for (String hash : List.of("md5(te)", lengths())) {
            assertThat(lab.query(Side.DST, "SELECT " + hash + " FROM large ORDER BY id"))
                    .isNotEmpty()
                    .isEqualTo(lab.query(Side.SRC, "SELECT " + hash + " FROM large ORDER BY id"));
        }
    }

    private static String lengths() {
        return "concat(md5(bl), octet_length(bl))";
    }

    @Test
    void theyAreCopiedComparedRepairedAndCarried(DatabasePair pair) throws Exception {
        insert(pair.src(), 1, 1);
        assertThat(lab.copier(CursorStore.inMemory(), CopyOptions.standard(), Hooks.real())
                        .copyTable(lab.table("large"), lab::authority, Watch.none())
                        .proven())
                .isTrue();
        assertClean();
        lab.exec(Side.DST, "UPDATE large SET te = concat(te, ' ')");
        List<InconsistentEvent> events = new ArrayList<>();
        lab.validate(events);
        assertThat(events).hasSize(1);
        assertThat(events.get(0).columns()).containsExactly("te");
        assertThat(lab.repair(ONE).outcome(ONE).kind()).isEqualTo(Kind.WRITTEN);
        assertClean();
        // by default a secondary that takes seconds is left to the journal
        DoubleWriteConfig patient = DoubleWriteConfig.of("large")
                .withSecondary(new SecondaryLimits(3, Duration.ofSeconds(30), Duration.ofMinutes(3)));
        try (MovexDataSource movex = MovexDataSource.open(patient, lab.plan(), pair.src(), pair.dst())) {
            movex.member().adopt(new Assignment(Pattern.SRC_FIRST, 1, Set.of("public.large")));
            insert(movex, 2, 2);
            await().until(() -> lab.journalRows(Side.SRC) == 0);
        }
        assertClean();
    }
}
