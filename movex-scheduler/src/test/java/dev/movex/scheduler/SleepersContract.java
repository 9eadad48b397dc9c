package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.movex.core.MigrationState;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.control.FencedException;
import dev.movex.core.control.MemberInfo;
import dev.movex.core.member.RemoteMembers;
import dev.movex.core.plan.PlanOptions;
import dev.movex.doublewrite.Coordination;
import dev.movex.doublewrite.MovexDataSource;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.fault.TcpRelay;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes that sleep while a side stops being written alone, and wake up with their sessions. */
@Timeout(180)
abstract class SleepersContract {
    private static final Coordination QUICK =
            Coordination.usual().withLease(Duration.ofMillis(1500), Duration.ofMillis(200));
    private static final Coordination SLOW =
            Coordination.usual().withLease(Duration.ofMinutes(10), Duration.ofMinutes(2));

    private Lab lab;
    private final List<MovexDataSource> members = new ArrayList<>();
    private RemoteMembers group;
    private Migration migration;

    @BeforeEach
    void start(DatabasePair pair) throws Exception {
        lab = new Lab(pair);
        for (Side side : Side.values()) {
            lab.execute(side, "CREATE TABLE item (id bigint PRIMARY KEY, name varchar(40), utime bigint NOT NULL)");
        }
        Databases databases = lab.databases();
        group = RemoteMembers.of("lab", databases);
        migration = Migration.open(
                new MigrationConfig(lab.plan(databases), PlanOptions.all(), databases, Lab.QUICK), group);
        move(MigrationState.SRC_ONLY);
        members.add(lab.member("awake", QUICK));
        write(members.get(0), 1);
    }

    @AfterEach
    void close() throws Exception {
        migration.close();
        members.forEach(MovexDataSource::close);
        group.close();
        lab.close();
    }

    private void move(MigrationState... states) {
        for (MigrationState state : states) {
            migration.move(state, "test", "drill", true);
        }
    }

    private static void write(MovexDataSource member, long id) throws SQLException {
        try (Connection connection = member.getConnection()) {
            insert(connection, id);
        }
    }

    private static void insert(Connection connection, long id) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO item (id, name, utime) VALUES (" + id + ", 'item', 1)");
        }
    }

    private long rows(Side side, long id) throws SQLException {
        return lab.number(side, "SELECT count(*) FROM item WHERE id = " + id);
    }

    private TcpRelay relay(Side side) {
        return TcpRelay.to("127.0.0.1", lab.pair.of(side).server().port());
    }

    private void awaitGone() {
        await().until(() -> group.members().stream().anyMatch(MemberInfo::gone));
    }

    @Test
    void whatSleptThroughTheEndOfTheSourceAloneWritesNothingThereAlone() throws Exception {
        sleepThrough(Side.SRC, MigrationState.SRC_FIRST);
    }

    @Test
    void whatSleptThroughTheEndOfTheTargetAloneWritesNothingThereAlone() throws Exception {
        move(MigrationState.SRC_FIRST, MigrationState.DST_FIRST, MigrationState.DST_ONLY);
        sleepThrough(Side.DST, MigrationState.DST_FIRST);
    }

    private void sleepThrough(Side alone, MigrationState to) throws Exception {
        try (TcpRelay source = relay(Side.SRC);
                TcpRelay target = relay(Side.DST)) {
            MovexDataSource sleeper = lab.member("sleeper", QUICK, source.port(), target.port());
            members.add(sleeper);
            Connection open = sleeper.getConnection();
            open.setAutoCommit(false);
            insert(open, 7);
            source.freeze();
            target.freeze();
            awaitGone();
            move(to);
            assertThat(rows(alone, 7)).isZero();
            source.restore();
            target.restore();
            assertThatThrownBy(open::commit).isInstanceOf(SQLException.class);
            assertThat(rows(alone, 7)).isZero();
            closeQuietly(open);
            await().ignoreExceptionsInstanceOf(SQLException.class).untilAsserted(() -> {
                write(sleeper, 8);
                assertThat(sleeper.member().assignment().pattern()).isEqualTo(to.pattern());
            });
            for (Side side : Side.values()) {
                await().untilAsserted(() -> assertThat(rows(side, 8)).isEqualTo(1));
            }
        }
    }

    /** Its pool drops the session that has been ended. */
    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // it has been ended
        }
    }

    @Test
    void whoHasAcknowledgedKeepsItsSessions() throws Exception {
        MovexDataSource member = members.get(0);
        try (Connection connection = member.getConnection()) {
            connection.setAutoCommit(true);
            insert(connection, 2);
            move(MigrationState.SRC_FIRST);
            insert(connection, 3);
        }
        assertThat(member.member().assignment().pattern()).isEqualTo(Pattern.SRC_FIRST);
        assertThat(rows(Side.DST, 3)).isEqualTo(1);
    }

    @Test
    void aNewSessionOfTheSideAloneLooksWhetherItStillIsWrittenAlone() throws Exception {
        MovexDataSource late = lab.member("late", SLOW);
        members.add(late);
        write(late, 4);
        long epoch = late.member().assignment().epoch();
        try (Connection first = late.getConnection();
                Connection second = late.getConnection()) {
            first.setAutoCommit(false);
            insert(first, 5);
            // as a change does that the member has not heard of
            lab.execute(Side.SRC, "UPDATE movex.control SET epoch = epoch + 1");
            if (isRefused(second, 6)) {
                assertThat(rows(Side.SRC, 6)).isZero();
            } else {
                assertThat(late.member().assignment().epoch())
                        .as("it has heard of the change before it wrote")
                        .isEqualTo(epoch + 1);
            }
            first.rollback();
        }
    }

    @Test
    void aNewSessionThatAChangeHasOvertakenBeginsAgain() throws Exception {
        MovexDataSource awake = members.get(0);
        long epoch = awake.member().assignment().epoch();
        try (Connection first = awake.getConnection();
                Connection second = awake.getConnection()) {
            first.setAutoCommit(false);
            insert(first, 5);
            lab.execute(Side.SRC, "UPDATE movex.control SET epoch = epoch + 1");
            insert(second, 6);
            first.rollback();
        }
        assertThat(awake.member().assignment().epoch()).isEqualTo(epoch + 1);
        assertThat(rows(Side.SRC, 6)).isEqualTo(1);
    }

    private static boolean isRefused(Connection connection, int id) throws SQLException {
        try {
            insert(connection, id);
            return false;
        } catch (FencedException e) {
            return true;
        }
    }
}
