package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.movex.core.MigrationState;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.control.MemberInfo;
import dev.movex.core.member.RemoteMembers;
import dev.movex.core.plan.PlanOptions;
import dev.movex.doublewrite.Coordination;
import dev.movex.doublewrite.MovexDataSource;
import dev.movex.testkit.fault.TcpRelay;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several members and a coordinator that knows them by the databases alone. */
@Timeout(120)
class GroupTest {
    private static final Coordination QUICK =
            Coordination.usual().withLease(Duration.ofMillis(1500), Duration.ofMillis(200));

    private final Lab lab = new Lab();
    private final List<MovexDataSource> members = new ArrayList<>();
    private RemoteMembers group;
    private Migration migration;

    @BeforeEach
    void start() throws Exception {
        lab.withTables(10);
        Databases databases = lab.databases();
        group = RemoteMembers.of("lab", databases);
        migration = Migration.open(
                new MigrationConfig(lab.plan(databases), PlanOptions.all(), databases, Lab.QUICK), group);
        migration.move(MigrationState.SRC_ONLY, "test", "", false);
        for (int i = 0; i < 3; i++) {
            members.add(lab.member("m" + i, QUICK));
        }
        awaitMembers(3);
    }

    @AfterEach
    void close() throws Exception {
        migration.close();
        members.forEach(MovexDataSource::close);
        group.close();
        lab.close();
    }

    private void awaitMembers(int count) {
        await().until(() -> group.members().stream().filter(m -> !m.gone()).count() == count
                && group.descriptions().size() == count);
    }

    private void move(MigrationState to) {
        migration.move(to, "test", "drill", true);
    }

    private static void write(MovexDataSource member, String name) throws SQLException {
        try (Connection connection = member.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO parent (name, utime) VALUES ('" + name + "', 1)");
        }
    }

    private void assertAll(Pattern pattern) {
        await().untilAsserted(() -> assertThat(members)
                .allSatisfy(m -> assertThat(m.member().assignment().pattern()).isEqualTo(pattern)));
    }

    @Test
    void allMembersFollowEveryChangeAndWriteWhereItSays() throws Exception {
        move(MigrationState.SRC_FIRST);
        assertAll(Pattern.SRC_FIRST);
        write(members.get(0), "both");
        move(MigrationState.DST_FIRST);
        assertAll(Pattern.DST_FIRST);
        write(members.get(1), "both");
        move(MigrationState.SRC_FIRST);
        move(MigrationState.DST_FIRST);
        move(MigrationState.DST_ONLY);
        assertAll(Pattern.DST_ONLY);
        write(members.get(2), "alone");
        for (Side side : Side.values()) {
            assertThat(lab.number(side, "SELECT count(*) FROM parent WHERE name = 'both'"))
                    .isEqualTo(2);
        }
        assertThat(lab.number(Side.SRC, "SELECT count(*) FROM parent WHERE name = 'alone'"))
                .isZero();
    }

    @Test
    void writersNoticeNoFailureWhileThePrimaryChanges() throws Exception {
        move(MigrationState.SRC_FIRST);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicReference<Exception> failure = new AtomicReference<>();
        List<Thread> writers = new ArrayList<>();
        for (MovexDataSource member : members) {
            Thread writer = new Thread(() -> {
                try {
                    while (!stop.get()) {
                        write(member, "live");
                    }
                } catch (SQLException e) {
                    failure.set(e);
                }
            });
            writers.add(writer);
            writer.start();
        }
        for (int i = 0; i < 3; i++) {
            move(MigrationState.DST_FIRST);
            move(MigrationState.SRC_FIRST);
        }
        stop.set(true);
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(failure.get()).isNull();
        String count = "SELECT count(*) FROM parent WHERE name = 'live'";
        assertThat(lab.number(Side.SRC, count)).isPositive();
        await().untilAsserted(() -> assertThat(lab.number(Side.DST, count)).isEqualTo(lab.number(Side.SRC, count)));
    }

    @Test
    void aTransactionThatDoesNotEndIsNamedAndTheChangeIsUndone() throws Exception {
        move(MigrationState.SRC_FIRST);
        assertAll(Pattern.SRC_FIRST);
        try (Connection open = members.get(1).getConnection();
                Statement statement = open.createStatement()) {
            open.setAutoCommit(false);
            statement.execute("UPDATE parent SET name = 'blocks' WHERE id = 1");
            assertThatThrownBy(() -> move(MigrationState.DST_FIRST))
                    .hasMessageContaining("m1#")
                    .hasMessageContaining("thread " + Thread.currentThread().getName())
                    .hasMessageContaining("UPDATE parent SET name = ? WHERE id = ?")
                    .hasMessageNotContaining("blocks");
            open.rollback();
        }
        assertThat(migration.state()).isEqualTo(MigrationState.SRC_FIRST);
        write(members.get(1), "goes on");
        move(MigrationState.DST_FIRST);
    }

    @Test
    void aMemberThatIsDeadIsNotWaitedForOnceItsLeaseIsOver() throws Exception {
        move(MigrationState.SRC_FIRST);
        lab.kill(members.get(2));
        await().until(() -> group.members().stream().anyMatch(MemberInfo::gone));
        move(MigrationState.DST_FIRST);
        write(members.get(0), "goes on");
    }

    @Test
    void aMemberThatStartsLaterFindsThePatternInTheDatabases() throws Exception {
        move(MigrationState.SRC_FIRST);
        move(MigrationState.DST_FIRST);
        MovexDataSource late = lab.member("late", QUICK);
        members.add(late);
        write(late, "late");
        assertThat(late.member().assignment().pattern()).isEqualTo(Pattern.DST_FIRST);
        for (Side side : Side.values()) {
            assertThat(lab.number(side, "SELECT count(*) FROM parent WHERE name = 'late'"))
                    .isEqualTo(1);
        }
    }

    @Test
    void whoDoesNotAnswerIsFoundBeforeAnybodyIsHeld() throws Exception {
        move(MigrationState.SRC_FIRST);
        MovexDataSource deaf =
                lab.member("deaf", Coordination.usual().withLease(Duration.ofSeconds(60), Duration.ofMillis(200)));
        members.add(deaf);
        awaitMembers(4);
        lab.kill(deaf);
        assertThatThrownBy(() -> move(MigrationState.DST_FIRST)).hasMessageContaining("deaf#");
        assertThat(members.get(0).member().longestWait()).isZero();
        assertThat(migration.state()).isEqualTo(MigrationState.SRC_FIRST);
    }

    @Test
    void aMemberThatWasCutOffReadsNothingOfThePast() throws Exception {
        move(MigrationState.SRC_FIRST);
        try (TcpRelay toSource = relay(Side.SRC);
                TcpRelay toTarget = relay(Side.DST)) {
            MovexDataSource cut = lab.member("cut", QUICK, toSource.port(), toTarget.port());
            members.add(cut);
            assertThat(portOfPrimary(cut)).isEqualTo(port(Side.SRC));
            awaitMembers(4);
            toSource.freeze();
            toTarget.freeze();
            await().until(() -> group.members().stream().anyMatch(MemberInfo::gone));
            move(MigrationState.DST_FIRST);
            toSource.restore();
            toTarget.restore();
            assertThat(portOfPrimary(cut)).isEqualTo(port(Side.DST));
        }
    }

    private TcpRelay relay(Side side) throws Exception {
        return TcpRelay.to("127.0.0.1", port(side));
    }

    private int port(Side side) {
        return lab.pair.of(side).server().port();
    }

    private static int portOfPrimary(MovexDataSource member) throws SQLException {
        try (Connection connection = member.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT inet_server_port()")) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void oneCoordinatorActsAtATime() throws Exception {
        Databases databases = lab.databases();
        try (RemoteMembers other = RemoteMembers.of("lab", databases, "other");
                Migration rival = Migration.open(
                        new MigrationConfig(lab.plan(databases), PlanOptions.all(), databases, Lab.QUICK), other)) {
            move(MigrationState.SRC_FIRST);
            assertThatThrownBy(() -> rival.move(MigrationState.DST_FIRST, "test", "drill", true))
                    .hasMessageContaining("Another process coordinates");
            await().ignoreExceptionsInstanceOf(MoveRefusedException.class)
                    .untilAsserted(() -> rival.move(MigrationState.DST_FIRST, "test", "drill", true));
            assertAll(Pattern.DST_FIRST);
        }
    }

    @Test
    void aMemberThatEndsIsForgottenAtOnce() throws Exception {
        members.remove(0).close();
        assertThat(group.members()).hasSize(2);
    }
}
