package dev.movex.scheduler;

import static dev.movex.core.MigrationState.COMPLETED;
import static dev.movex.core.MigrationState.DST_FIRST;
import static dev.movex.core.MigrationState.DST_ONLY;
import static dev.movex.core.MigrationState.INITIAL;
import static dev.movex.core.MigrationState.SRC_FIRST;
import static dev.movex.core.MigrationState.SRC_ONLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import dev.movex.core.MigrationState;
import dev.movex.core.MovexException;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MovesTest {
    private Lab lab = new Lab();
    private Lab.Process process;

    @BeforeEach
    void start() throws Exception {
        lab.withTables(50);
        process = lab.start();
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    @Test
    void anIllegalMoveIsRefusedWithTheLegalOnes() {
        assertThat(process.migration().state()).isEqualTo(INITIAL);
        assertThatThrownBy(() -> move(DST_FIRST))
                .asInstanceOf(type(MoveRefusedException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo("ILLEGAL_MOVE"))
                .satisfies(e -> assertThat(e.legal()).containsExactly(SRC_ONLY));
    }

    @Test
    void theAuthorityDoesNotMoveWithoutEvidence() {
        move(SRC_ONLY);
        move(SRC_FIRST);
        assertThatThrownBy(() -> move(DST_FIRST))
                .asInstanceOf(type(MoveRefusedException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo("GATES_NOT_PASSED"))
                .satisfies(e -> assertThat(e.gates())
                        .filteredOn(g -> !g.passed())
                        .extracting(GateResult::gate)
                        .contains("copy proven", "full validation", "incremental validation"));
        assertThat(process.migration().state()).isEqualTo(SRC_FIRST);
    }

    @Test
    void aMigrationThatOneSideAloneKnowsIsNotMoved() throws Exception {
        move(SRC_ONLY);
        lab.execute(Side.DST, "DELETE FROM movex.control");
        assertThatThrownBy(() -> move(SRC_FIRST))
                .asInstanceOf(type(MovexException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo("NOT_INSTALLED"))
                .satisfies(e -> assertThat(e.remedy()).contains("another name"));
        assertThat(lab.number(Side.SRC, "SELECT epoch FROM movex.control")).isEqualTo(1);
    }

    @Test
    void anOverrideNeedsAReasonAndIsKept() {
        move(SRC_ONLY);
        move(SRC_FIRST);
        assertThatThrownBy(() -> process.migration().move(DST_FIRST, "test", " ", true))
                .isInstanceOf(MoveRefusedException.class);
        Transition made = process.migration().move(DST_FIRST, "test", "drill with an empty target", true);
        assertThat(made.why()).isEqualTo("drill with an empty target");
        assertThat(made.gates()).anyMatch(g -> !g.passed());
        assertThat(process.migration().state()).isEqualTo(DST_FIRST);
    }

    @Test
    void aDeniedStatementSeenByTheAuditHoldsThePromotion() throws Exception {
        move(SRC_ONLY);
        process.execute("TRUNCATE child");
        assertThatThrownBy(() -> move(SRC_FIRST))
                .asInstanceOf(type(MoveRefusedException.class))
                .satisfies(e -> assertThat(e.gates())
                        .filteredOn(g -> !g.passed())
                        .singleElement()
                        .satisfies(g -> assertThat(g.gate()).isEqualTo("audit"))
                        .satisfies(g -> assertThat(g.reason()).contains("TRUNCATE child")));
    }

    @Test
    void thereIsAWayBackFromEveryStateAndItVoidsTheProofsWhereOneSideIsWrittenAlone() throws Exception {
        toDstFirst();
        process.execute("UPDATE parent SET name = 'there' WHERE id = 1");
        move(SRC_FIRST);
        assertThat(lab.number(Side.SRC, "SELECT count(*) FROM parent WHERE name = 'there'"))
                .isEqualTo(1);
        move(SRC_ONLY);
        process.execute("UPDATE parent SET name = 'alone' WHERE id = 2");
        assertThat(lab.number(Side.DST, "SELECT count(*) FROM parent WHERE name = 'alone'"))
                .isZero();
        move(SRC_FIRST);
        assertThatThrownBy(() -> move(DST_FIRST))
                .as("what was proven is void")
                .asInstanceOf(type(MoveRefusedException.class))
                .satisfies(e -> assertThat(e.gates()).anyMatch(g -> g.gate().equals("copy proven") && !g.passed()));
        walkTo(DST_FIRST);
        assertThat(lab.number(Side.DST, "SELECT count(*) FROM parent WHERE name = 'alone'"))
                .isEqualTo(1);
    }

    @Test
    void theWayBackFromDstOnlyStartsWithTheSourceUnproven() throws Exception {
        toDstFirst();
        walkTo(DST_ONLY);
        process.execute("UPDATE parent SET name = 'target alone' WHERE id = 3");
        process.execute("DELETE FROM child WHERE id = 7");
        move(DST_FIRST);
        assertThatThrownBy(() -> move(SRC_FIRST))
                .asInstanceOf(type(MoveRefusedException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo("GATES_NOT_PASSED"));
        process.migration().startCopy("test");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !process.migration().activity().contains("copy"));
        process.migration().startFull("test");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !process.migration().activity().contains("full"));
        move(SRC_FIRST);
        assertThat(lab.number(Side.SRC, "SELECT count(*) FROM parent WHERE name = 'target alone'"))
                .isEqualTo(1);
        assertThat(lab.number(Side.SRC, "SELECT count(*) FROM child WHERE id = 7"))
                .isZero();
    }

    @Test
    void aTransactionThatDoesNotEndIsNamedAndThePrimaryStays() throws Exception {
        toSrcFirstProven();
        try (Connection stuck = process.dataSource().getConnection();
                Statement statement = stuck.createStatement()) {
            stuck.setAutoCommit(false);
            statement.executeUpdate("UPDATE parent SET name = 'stuck' WHERE id = 4");
            assertThatThrownBy(() -> move(DST_FIRST))
                    .asInstanceOf(type(MoveRefusedException.class))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("CHANGE_BLOCKED"))
                    .satisfies(e -> assertThat(e.getMessage())
                            .contains("member lab", Thread.currentThread().getName(), "UPDATE parent"));
            assertThat(process.migration().state()).isEqualTo(SRC_FIRST);
            stuck.commit();
        }
        process.execute("UPDATE parent SET name = 'goes on' WHERE id = 5");
        walkTo(DST_FIRST);
        assertThat(lab.number(Side.DST, "SELECT count(*) FROM parent WHERE name IN ('stuck', 'goes on')"))
                .isEqualTo(2);
    }

    @Test
    void bothSidesCountAsWrittenOnlyWhenEarlierTransactionsHaveEnded() throws Exception {
        move(SRC_ONLY);
        try (Connection early = process.dataSource().getConnection();
                Statement statement = early.createStatement()) {
            early.setAutoCommit(false);
            statement.executeUpdate("UPDATE parent SET name = 'early' WHERE id = 6");
            CompletableFuture<Transition> moved = CompletableFuture.supplyAsync(() -> move(SRC_FIRST));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> process.dataSource().member().assignment().pattern() == Pattern.SRC_FIRST);
            assertThatThrownBy(() -> moved.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            assertThatThrownBy(() -> process.migration().startCopy("test"))
                    .as("a copy that began now could miss what the open transaction wrote")
                    .isInstanceOf(MovexException.class);
            early.commit();
            assertThat(moved.get(10, TimeUnit.SECONDS).to()).isEqualTo(SRC_FIRST);
        }
    }

    @Test
    void aChangeThatWasHeldUpIsFinishedWhenItIsAskedForAgain() throws Exception {
        move(SRC_ONLY);
        try (Connection early = process.dataSource().getConnection();
                Statement statement = early.createStatement()) {
            early.setAutoCommit(false);
            statement.executeUpdate("UPDATE parent SET name = 'early' WHERE id = 6");
            assertThatThrownBy(() -> move(SRC_FIRST))
                    .asInstanceOf(type(MoveRefusedException.class))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("CHANGE_BLOCKED"));
            assertThat(process.migration().state()).isEqualTo(SRC_ONLY);
            assertThatThrownBy(() -> process.migration().startCopy("test"))
                    .as("the early transaction still writes one side alone")
                    .isInstanceOf(MovexException.class);
            early.commit();
        }
        assertThat(move(SRC_FIRST).to()).isEqualTo(SRC_FIRST);
        process.execute("UPDATE parent SET name = 'both' WHERE id = 8");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> lab.number(Side.DST, "SELECT count(*) FROM parent WHERE name = 'both'") == 1);
    }

    @Test
    void keysGivenOutAfterTheSwitchDoNotMeetThoseOfBefore() throws Exception {
        toDstFirst();
        process.execute("INSERT INTO parent (name, utime) VALUES ('after', 1)");
        assertThat(lab.number(Side.DST, "SELECT id FROM parent WHERE name = 'after'"))
                .isGreaterThan(50);
        assertThat(lab.number(Side.SRC, "SELECT count(*) FROM parent")).isEqualTo(51);
    }

    @Test
    void completedIsTheEnd() throws Exception {
        toDstFirst();
        walkTo(COMPLETED);
        assertThat(LegalMoves.from(COMPLETED)).isEmpty();
        assertThatThrownBy(() -> process.migration().autoMigrate("test"))
                .asInstanceOf(type(MovexException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo("COMPLETED"));
        process.execute("INSERT INTO parent (name, utime) VALUES ('later', 1)");
    }

    private void toSrcFirstProven() {
        move(SRC_ONLY);
        move(SRC_FIRST);
        process.migration().startCopy("test");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !process.migration().activity().contains("copy"));
        process.migration().startIncremental(0, 50, "test");
        process.migration().startFull("test");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> process.migration().gates(DST_FIRST).stream().allMatch(GateResult::passed));
    }

    private void toDstFirst() {
        toSrcFirstProven();
        move(DST_FIRST);
    }

    private void walkTo(MigrationState state) {
        process.migration().autoMigrate("test", state);
        await().atMost(Duration.ofSeconds(40))
                .until(() -> !process.migration().activity().contains("auto-migrate"));
        assertThat(process.migration().state()).isEqualTo(state);
    }

    private Transition move(MigrationState to) {
        return process.migration().move(to, "test", "", false);
    }
}
