package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.Dialects;
import dev.movex.core.plan.Plan;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.RowKey;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who looks into the log finds out why rows stay in the journal, and is not flooded. */
@RealPostgres
class FailureLogTest {
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream before = System.err;

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stopListening() {
        System.setErr(before);
    }

    @Test
    void aRefusedWriteIsToldWithWhatRefusedItAndWithoutValues(DatabasePair pair) throws SQLException {
        try (Rig rig = Rig.open(pair, "CREATE TABLE told (id bigint PRIMARY KEY, a text UNIQUE)")) {
            rig.enter(Pattern.SRC_FIRST);
            Rig.execute(pair.dst(), "INSERT INTO told VALUES (7, 'secret')");
            Rig.execute(rig.movex(), "INSERT INTO told VALUES (1, 'secret')", "INSERT INTO told VALUES (2, 'open')");
            // waits for what goes on after commits
            rig.close();
            assertThat(told())
                    .singleElement()
                    .asString()
                    .contains("The target was not written", "SQLState 23505", "told_a_key", "1 keys of public.told")
                    .contains("stay in the journal")
                    .doesNotContain("secret");
        }
    }

    @Test
    void aKindOfFailureIsToldOnceAMinuteWithHowManyThereWere(DatabasePair pair) throws SQLException {
        try (Rig rig = Rig.open(pair, "CREATE TABLE told (id bigint PRIMARY KEY)")) {
            SideAccess target = target(pair, rig.plan());
            AtomicLong now = new AtomicLong();
            FailureLog failures = new FailureLog(now::get);
            List<DirtyKey> keys = List.of(new DirtyKey("public.told", RowKey.of("1")));
            failures.missed(target, new SQLException("", "40P01"), keys, true);
            failures.missed(target, new SQLException("", "40P01"), keys, true);
            failures.missed(target, new FailureLog.NotTried(), keys, false);
            assertThat(told()).hasSize(2).last().asString().contains("not tried while it fails", "in no journal");
            now.set(Duration.ofMinutes(1).toNanos());
            failures.missed(target, new SQLException("", "40P01"), keys, true);
            assertThat(told()).hasSize(3).last().asString().contains("40P01", "1 more transactions since");
        }
    }

    private static SideAccess target(DatabasePair pair, Plan plan) throws SQLException {
        try (Connection connection = pair.dst().getConnection()) {
            Dialect dialect = Dialects.of(connection);
            return new SideAccess(Side.DST, pair.dst(), dialect, dialect, plan);
        }
    }

    private List<String> told() {
        return log.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("was not written"))
                .toList();
    }
}
