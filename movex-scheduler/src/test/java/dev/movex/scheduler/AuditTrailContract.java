package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.MigrationState;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.control.ControlRow;
import dev.movex.core.control.Intent;
import dev.movex.testkit.database.DatabasePair;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The audit trail in real databases: whole, and together with what it tells of. */
abstract class AuditTrailContract {
    private static final Duration SOON = Duration.ofSeconds(5);

    private Lab lab;

    @BeforeEach
    void open(DatabasePair pair) throws SQLException {
        lab = new Lab(pair);
        for (Side side : Side.values()) {
            lab.execute(side, "CREATE TABLE one (id bigint PRIMARY KEY, note varchar(40), utime bigint NOT NULL)");
        }
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    private Lab.Process backAndForth() throws Exception {
        Lab.Process process = lab.start();
        for (MigrationState to : List.of(
                MigrationState.SRC_ONLY,
                MigrationState.SRC_FIRST,
                MigrationState.DST_FIRST,
                MigrationState.SRC_FIRST,
                MigrationState.DST_FIRST,
                MigrationState.DST_ONLY,
                MigrationState.COMPLETED)) {
            process.migration().move(to, "alice", "because of é", true);
        }
        return process;
    }

    @Test
    void everyMoveIsThereWithWhoWhyAndWhatTheGatesSaid() throws Exception {
        Lab.Process process = backAndForth();
        List<AuditEntry> moves = process.migration().auditTrail().stream()
                .filter(AuditEntry::move)
                .toList();
        assertThat(moves)
                .extracting(AuditEntry::to)
                .containsExactly(
                        MigrationState.SRC_ONLY,
                        MigrationState.SRC_FIRST,
                        MigrationState.DST_FIRST,
                        MigrationState.SRC_FIRST,
                        MigrationState.DST_FIRST,
                        MigrationState.DST_ONLY,
                        MigrationState.COMPLETED);
        assertThat(moves).allMatch(m -> m.who().equals("alice") && m.why().equals("because of é"));
        assertThat(moves).extracting(AuditEntry::epoch).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 6L);
        assertThat(moves.get(2).override()).as("nothing was copied").isTrue();
        assertThat(moves.get(2).gates()).anyMatch(g -> g.gate().equals("full validation") && !g.passed());
        assertThat(moves.get(1).override()).as("all gates passed").isFalse();
        AuditVerdict verdict = process.migration().verifyAuditTrail();
        assertThat(verdict.broken()).isEmpty();
        assertThat(verdict.intact()).isTrue();
        assertThat(verdict.heads()).containsOnlyKeys(Side.SRC, Side.DST);
        Lab.Process again = lab.start();
        assertThat(again.migration().transitions())
                .as("another process reads the same moves")
                .extracting(Transition::to)
                .containsExactlyElementsOf(moves.stream().map(AuditEntry::to).toList());
    }

    @Test
    void whoeverChangesThePastIsFound() throws Exception {
        Migration migration = backAndForth().migration();
        String damage = "UPDATE movex.log SET body = REPLACE(body, 'alice', 'mally') WHERE kind = 'audit' AND body LIKE"
                + " '%\"number\":2,%'";
        lab.execute(Side.DST, damage);
        assertThat(migration.verifyAuditTrail().broken())
                .singleElement()
                .asString()
                .startsWith("Entry 2 of the target was changed");
        lab.execute(Side.DST, damage.replace("'alice', 'mally'", "'mally', 'alice'"));
        assertThat(migration.verifyAuditTrail().intact()).isTrue();
        lab.execute(Side.SRC, "DELETE FROM movex.log WHERE kind = 'audit' AND body LIKE '%\"number\":3,%'");
        assertThat(migration.verifyAuditTrail().broken().get(0)).startsWith("Entry 3 of the source is not there");
    }

    @Test
    void whoeverCutsTheEndOffIsFoundByTheOtherChain() throws Exception {
        Migration migration = backAndForth().migration();
        List<AuditLink> links = new AuditTrail("lab", lab.databases(), Clock.systemUTC()).links(Side.DST);
        int kept = links.size() - 3;
        for (AuditLink cut : links.subList(kept, links.size())) {
            lab.execute(
                    Side.DST,
                    "DELETE FROM movex.log WHERE kind = 'audit' AND body LIKE '%\"number\":" + cut.number() + ",%'");
        }
        new Records("lab", lab.databases())
                .put("audit", "head", links.get(kept - 1).toJson());
        assertThat(migration.verifyAuditTrail().broken())
                .singleElement()
                .asString()
                .contains("is not the one that entry")
                .contains("of the source has seen there");
    }

    @Test
    void whoeverChangesTheStatePastTheTrailIsFound() throws Exception {
        Lab.Process process = lab.start();
        process.migration().move(MigrationState.SRC_ONLY, "alice", "", false);
        assertThat(process.migration().verifyAuditTrail().intact()).isTrue();
        lab.execute(Side.SRC, "UPDATE movex.control SET state = 'src_first'");
        assertThat(lab.start().migration().verifyAuditTrail().broken())
                .singleElement()
                .asString()
                .contains("is in state src_first, and the last move in the trail leads to SRC_ONLY");
    }

    /** A database whose commits are lost on demand, as if the process had died right before. */
    private static DataSource dyingBeforeCommit(DataSource real, AtomicBoolean dies) {
        return (DataSource) Proxy.newProxyInstance(
                AuditTrailContract.class.getClassLoader(), new Class<?>[] {DataSource.class}, (p, m, args) -> {
                    Object result = invoke(real, m, args);
                    return result instanceof Connection connection ? dying(connection, dies) : result;
                });
    }

    private static Connection dying(Connection real, AtomicBoolean dies) {
        return (Connection) Proxy.newProxyInstance(
                AuditTrailContract.class.getClassLoader(), new Class<?>[] {Connection.class}, (p, m, args) -> {
                    if (m.getName().equals("commit") && dies.get()) {
                        real.rollback();
                        throw new SQLException("died", "08006");
                    }
                    return invoke(real, m, args);
                });
    }

    private static Object invoke(Object target, java.lang.reflect.Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Test
    void aDeathRightBeforeTheCommitLeavesNeitherMoveNorEntry() throws Exception {
        AtomicBoolean dies = new AtomicBoolean();
        Databases databases = Databases.of(dyingBeforeCommit(lab.pair.src(), dies), lab.pair.dst());
        AuditTrail trail = new AuditTrail("lab", databases, Clock.systemUTC());
        JdbcControlStore store = new JdbcControlStore("lab", databases, trail);
        store.createTables();
        dies.set(true);
        assertThatThrownBy(() -> store.insertRows()).isInstanceOf(SQLException.class);
        dies.set(false);
        assertThat(store.read(Side.SRC)).isEmpty();
        assertThat(trail.moves()).isEmpty();
        store.install();
        assertThat(trail.moves()).hasSize(1);

        ControlRow src = store.read(Side.SRC).orElseThrow();
        Intent intent = new Intent(
                Pattern.SRC_ONLY, Pattern.SRC_FIRST, MigrationState.SRC_FIRST, 2, Instant.EPOCH, "alice", "why");
        ControlRow asked = src.withIntent(intent);
        assertThat(store.compareAndSet(src, asked, SOON)).isTrue();
        ControlRow reached = asked.withIntent(null).raised(2, Pattern.SRC_FIRST, true, MigrationState.SRC_FIRST);
        dies.set(true);
        assertThatThrownBy(() -> store.compareAndSet(asked, reached, SOON)).isInstanceOf(SQLException.class);
        dies.set(false);
        assertThat(store.read(Side.SRC)).contains(asked);
        assertThat(trail.moves()).hasSize(1);
        assertThat(store.compareAndSet(asked, reached, SOON)).isTrue();
        assertThat(trail.moves()).hasSize(2);
        assertThat(trail.moves().get(1).who()).isEqualTo("alice");
    }
}
