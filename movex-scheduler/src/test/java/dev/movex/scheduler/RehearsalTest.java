package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.MigrationState;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.control.ControlRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A change of the primary up to the decision, and back. */
@Timeout(120)
class RehearsalTest {
    private final Lab lab = new Lab();
    private Lab.Process process;

    @BeforeEach
    void start() throws Exception {
        lab.withTables(10);
        process = lab.start();
        move(MigrationState.SRC_ONLY);
        move(MigrationState.SRC_FIRST);
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    private void move(MigrationState to) {
        process.migration().move(to, "test", "drill", true);
    }

    private ControlRow row(Side side) throws SQLException {
        return new JdbcControlStore("lab", lab.databases()).read(side).orElseThrow();
    }

    private GateResult wayBack() {
        return process.migration().gates(MigrationState.DST_ONLY).stream()
                .filter(g -> g.gate().equals(Gates.WAY_BACK))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nothingIsDecidedAndTheStepsAreTimed() throws Exception {
        Rehearsal rehearsal = process.migration().rehearse(3, "test", "before the night");
        assertThat(rehearsal.heldUp()).isEmpty();
        assertThat(rehearsal.rounds()).isEqualTo(3);
        assertThat(rehearsal.to()).isEqualTo(MigrationState.DST_FIRST);
        assertThat(rehearsal.pause().p50())
                .isPositive()
                .isLessThanOrEqualTo(rehearsal.pause().max());
        assertThat(rehearsal.steps())
                .containsKeys("members listen and hold", "both fences are closed", "members go on");
        assertThat(process.migration().state()).isEqualTo(MigrationState.SRC_FIRST);
        for (Side side : Side.values()) {
            assertThat(row(side).open()).isEqualTo(side == Side.SRC);
            assertThat(row(side).intent()).isNull();
            assertThat(row(side).pattern()).isEqualTo(Pattern.SRC_FIRST);
            assertThat(row(side).epoch()).isEqualTo(process.migration().epoch());
        }
        process.execute("INSERT INTO parent (name, utime) VALUES ('goes on', 1)");
        assertThat(lab.number(Side.DST, "SELECT count(*) FROM parent WHERE name = 'goes on'"))
                .isOne();
        assertThat(process.migration().auditTrail())
                .anySatisfy(entry -> assertThat(entry.what() + " " + entry.why())
                        .startsWith("rehearsal before the night: 3 rounds to dst_first"));
        assertThat(process.migration().transitions())
                .as("a rehearsal is no move")
                .hasSize(2);
        assertThat(process.migration().verifyAuditTrail().broken()).isEmpty();
    }

    @Test
    void whatHoldsItUpIsNamedAndEverythingIsUndone() throws Exception {
        try (Connection open = process.dataSource().getConnection();
                Statement statement = open.createStatement()) {
            open.setAutoCommit(false);
            statement.execute("UPDATE parent SET name = 'open' WHERE id = 1");
            Rehearsal rehearsal = process.migration().rehearse(3, "test", "");
            assertThat(rehearsal.rounds()).isZero();
            assertThat(rehearsal.heldUp())
                    .singleElement()
                    .asString()
                    .contains("UPDATE parent SET name = ? WHERE id = ?");
            open.rollback();
        }
        assertThat(row(Side.SRC).open()).isTrue();
        process.execute("UPDATE parent SET name = 'goes on' WHERE id = 1");
    }

    @Test
    void theTargetAloneIsWrittenOnlyAfterTheWayBackWasRehearsed() {
        move(MigrationState.DST_FIRST);
        assertThat(wayBack().passed()).isFalse();
        Rehearsal rehearsal = process.migration().rehearse(1, "test", "");
        assertThat(rehearsal.to()).isEqualTo(MigrationState.SRC_FIRST);
        assertThat(wayBack().passed()).as(wayBack().reason()).isTrue();
    }

    @Test
    void thereIsNothingToBeRehearsedWhereOneSideIsWritten() {
        move(MigrationState.SRC_ONLY);
        assertThatThrownBy(() -> process.migration().rehearse(1, "test", "")).hasMessageContaining("src_only");
    }

    @Test
    void aMoveOfWhoeverHasSeenAnotherEpochIsRefused() {
        long seen = process.migration().epoch();
        process.migration().rehearse(1, "test", "");
        assertThatThrownBy(() -> process.migration().moveAt(seen, MigrationState.DST_FIRST, "test", "drill", true))
                .isInstanceOfSatisfying(
                        MoveRefusedException.class, e -> assertThat(e.code()).isEqualTo("EPOCH_CHANGED"));
        process.migration().moveAt(process.migration().epoch(), MigrationState.DST_FIRST, "test", "drill", true);
        assertThat(process.migration().state()).isEqualTo(MigrationState.DST_FIRST);
    }
}
