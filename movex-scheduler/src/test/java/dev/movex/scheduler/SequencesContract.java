package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.MigrationState;
import dev.movex.core.Side;
import dev.movex.core.plan.Problem;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.ServerKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sequences that belong to no column, such as an ORM's, around changes of the primary. */
abstract class SequencesContract {
    private static final long HEADROOM = Lab.QUICK.counterHeadroom();

    private Lab lab;
    private Lab.Process process;

    @BeforeEach
    void start(DatabasePair pair) throws Exception {
        lab = new Lab(pair);
        both("CREATE TABLE purchase (id bigint PRIMARY KEY, note varchar(20))");
        both("CREATE SEQUENCE purchase_seq START WITH 1 INCREMENT BY 10");
        both("CREATE SEQUENCE down_seq START WITH -1 INCREMENT BY -1 MINVALUE -1000000 MAXVALUE -1");
        both("CREATE SEQUENCE short_seq START WITH 1 INCREMENT BY 2 MINVALUE 1 MAXVALUE 99");
        lab.execute(Side.SRC, "CREATE SEQUENCE lonely_seq");
        process = lab.start();
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    @Test
    void valuesGivenOutAfterASwitchAreBeyondAllOfBefore() throws Exception {
        long up = next(Side.SRC, "purchase_seq", 7);
        long down = next(Side.SRC, "down_seq", 7);
        move(MigrationState.SRC_ONLY);
        move(MigrationState.SRC_FIRST);
        move(MigrationState.DST_FIRST);
        assertThat(next(Side.DST, "purchase_seq", 1)).isGreaterThanOrEqualTo(up + 10 * HEADROOM);
        assertThat(next(Side.DST, "down_seq", 1)).isLessThanOrEqualTo(down - HEADROOM);
        up = next(Side.DST, "purchase_seq", 5);
        down = next(Side.DST, "down_seq", 5);
        move(MigrationState.SRC_FIRST);
        assertThat(next(Side.SRC, "purchase_seq", 1)).isGreaterThanOrEqualTo(up + 10 * HEADROOM);
        assertThat(next(Side.SRC, "down_seq", 1)).isLessThanOrEqualTo(down - HEADROOM);
    }

    @Test
    void aSequenceThatIsAheadIsNotSetBack() throws Exception {
        next(Side.SRC, "purchase_seq", 1);
        next(Side.SRC, "down_seq", 1);
        setTo(Side.DST, "purchase_seq", 500_000);
        setTo(Side.DST, "down_seq", -500_000);
        move(MigrationState.SRC_ONLY);
        move(MigrationState.SRC_FIRST);
        move(MigrationState.DST_FIRST);
        assertThat(next(Side.DST, "purchase_seq", 1)).isGreaterThan(500_000);
        assertThat(next(Side.DST, "down_seq", 1)).isLessThan(-500_000);
    }

    @Test
    void aSequenceWithoutRoomIsRaisedByABlock() throws Exception {
        setTo(Side.SRC, "short_seq", 51);
        move(MigrationState.SRC_ONLY);
        move(MigrationState.SRC_FIRST);
        move(MigrationState.DST_FIRST);
        assertThat(next(Side.DST, "short_seq", 1)).isBetween(53L, 99L);
    }

    @Test
    void aSequenceThatTheOtherSideLacksIsNamed() throws Exception {
        assertThat(lab.draft(lab.databases()).problems().stream()
                        .filter(problem -> problem.code().equals("SEQUENCE_WITHOUT_PARTNER")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.where()).endsWith(".lonely_seq"))
                .satisfies(problem -> assertThat(problem.severity()).isEqualTo(Problem.Severity.WARNING));
    }

    private void both(String sql) throws Exception {
        lab.execute(Side.SRC, sql);
        lab.execute(Side.DST, sql);
    }

    private boolean postgres(Side side) {
        return lab.pair.of(side).server().kind() == ServerKind.POSTGRESQL;
    }

    private String of(Side side, String sequence) {
        return postgres(side) ? "'" + sequence + "'" : sequence;
    }

    private long next(Side side, String sequence, int times) throws Exception {
        long last = 0;
        for (int i = 0; i < times; i++) {
            last = lab.number(side, "SELECT nextval(" + of(side, sequence) + ")");
        }
        return last;
    }

    private void setTo(Side side, String sequence, long value) throws Exception {
        lab.number(side, "SELECT setval(" + of(side, sequence) + ", " + value + ")");
    }

    private void move(MigrationState to) {
        process.migration().move(to, "test", "counters alone are looked at", true);
    }
}
