package dev.movex.core.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.MigrationState;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.control.Instruction.Adopt;
import dev.movex.core.control.Instruction.Hold;
import dev.movex.core.control.Instruction.Prepare;
import dev.movex.core.control.Instruction.Release;
import dev.movex.core.control.MemberProtocol.Entrance;
import dev.movex.core.control.MemberProtocol.WhenOver;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a member does with what it hears, whenever and however often it hears it. */
class MemberProtocolTest {
    private static final Assignment OLD = new Assignment(Pattern.SRC_FIRST, 7, Set.of("t"));
    private static final Assignment NEW = new Assignment(Pattern.DST_FIRST, 8, Set.of("t"));
    private static final MemberState START =
            MemberProtocol.renewed(MemberState.unregistered(OLD), row(Side.SRC, 7, true), null, 100);

    private static MemberState told(MemberState state, Instruction instruction, long now) {
        return MemberProtocol.told(state, instruction, now, Duration::toSeconds);
    }

    private static Entrance entrance(MemberState state, long now) {
        return MemberProtocol.entrance(state, WhenOver.STOP, now);
    }

    private static Hold hold(long number) {
        return new Hold(number, "c", 8, Duration.ofSeconds(5));
    }

    private static ControlRow row(Side side, long epoch, boolean open) {
        Pattern pattern = side == Side.SRC ? Pattern.SRC_FIRST : Pattern.DST_FIRST;
        return new ControlRow(side, epoch, pattern, open, MigrationState.SRC_FIRST, null);
    }

    @Test
    void aHoldEndsByTheMembersOwnClock() {
        MemberState held = told(START, hold(1), 10);
        assertThat(entrance(held, 14)).isEqualTo(Entrance.HELD);
        assertThat(entrance(held, 15)).isEqualTo(Entrance.OPEN);
    }

    @Test
    void aHoldEndsWithItsChange() {
        MemberState held = told(START, hold(1), 10);
        assertThat(entrance(told(held, new Release(2, "other", 6), 11), 11)).isEqualTo(Entrance.HELD);
        assertThat(entrance(told(held, new Release(2, "c", 8), 11), 11)).isEqualTo(Entrance.OPEN);
        MemberState adopted = told(held, new Adopt(2, "c", NEW), 11);
        assertThat(entrance(adopted, 11)).isEqualTo(Entrance.OPEN);
        assertThat(adopted.assignment()).isEqualTo(NEW);
    }

    @Test
    void whatComesTwiceOrLateChangesNothing() {
        MemberState adopted = told(told(START, hold(1), 10), new Adopt(2, "c", NEW), 11);
        for (Instruction late : List.of(hold(1), new Adopt(2, "c", OLD), new Release(1, "c", 8))) {
            assertThat(told(adopted, late, 12)).as(late.toString()).isEqualTo(adopted);
        }
    }

    @Test
    void aHoldOfAChangeThatIsOverHoldsNobody() {
        MemberState adopted = told(START, new Adopt(1, "c", NEW), 10);
        assertThat(entrance(told(adopted, hold(2), 11), 11)).isEqualTo(Entrance.OPEN);
    }

    @Test
    void anEpochNeverFalls() {
        MemberState adopted = told(START, new Adopt(1, "c", NEW), 10);
        assertThat(told(adopted, new Adopt(2, "d", OLD), 11).assignment()).isEqualTo(NEW);
    }

    @ParameterizedTest
    @EnumSource(WhenOver.class)
    void whoSleptLongReadsBeforeItServesASideAlone(WhenOver whenOver) {
        Assignment alone = new Assignment(Pattern.SRC_ONLY, 7, Set.of());
        MemberState state = MemberProtocol.renewed(MemberState.unregistered(alone), row(Side.SRC, 7, true), null, 100);
        assertThat(MemberProtocol.entrance(state, whenOver, 99)).isEqualTo(Entrance.OPEN);
        assertThat(MemberProtocol.entrance(state, whenOver, 100)).isEqualTo(Entrance.LEASE_OVER);
    }

    @Test
    void whoSleptLongServesTwoFencedSidesOnlyWhereThatIsWanted() {
        assertThat(MemberProtocol.entrance(START, WhenOver.STOP, 100)).isEqualTo(Entrance.LEASE_OVER);
        assertThat(MemberProtocol.entrance(START, WhenOver.GO_ON, 100)).isEqualTo(Entrance.STALE);
    }

    @Test
    void whoSleptThroughAChangeFindsItInTheRows() {
        MemberState awake = MemberProtocol.renewed(START, row(Side.SRC, 8, false), row(Side.DST, 8, true), 200);
        assertThat(awake.assignment()).isEqualTo(new Assignment(Pattern.DST_FIRST, 8, Set.of()));
        assertThat(entrance(awake, 150)).isEqualTo(Entrance.OPEN);
    }

    @Test
    void aRowThatDoesNotTellRenewsNoLease() {
        ControlRow closed = row(Side.SRC, 7, false);
        assertThat(MemberProtocol.renewed(START, closed, null, 200)).isEqualTo(START);
        assertThat(MemberProtocol.renewed(START, null, row(Side.DST, 7, false), 200))
                .isEqualTo(START);
        assertThat(MemberProtocol.renewed(START, null, null, 200)).isEqualTo(START);
        MemberState between = MemberProtocol.renewed(START, closed, row(Side.DST, 7, false), 200);
        assertThat(entrance(between, 150))
                .as("a change is under way, not decided")
                .isEqualTo(Entrance.OPEN);
    }

    @Test
    void aSideThatIsAboutToBeLeftAloneKeepsItsMembersServing() {
        Assignment alone = new Assignment(Pattern.SRC_ONLY, 8, Set.of());
        MemberState adopted = told(START, new Adopt(1, "c", alone), 10);
        assertThat(entrance(MemberProtocol.renewed(adopted, row(Side.SRC, 7, true), null, 200), 150))
                .isEqualTo(Entrance.OPEN);
    }

    @Test
    void theCoordinatorWaitsForWhoeverHasNotTakenItOrNotEndedWhatIsOpen() {
        MemberState held = told(START, hold(4), 10);
        MemberReport open = MemberProtocol.report("open", held, 7);
        MemberReport drained = MemberProtocol.report("drained", held, MemberReport.NONE_OPEN);
        MemberReport unaware = MemberProtocol.report("unaware", START, MemberReport.NONE_OPEN);
        MemberReport gone = new MemberReport("gone", 0, 7, 7, true);
        assertThat(MemberProtocol.awaited(List.of(open, drained, unaware, gone), 4, 8))
                .containsExactly(open, unaware);
    }

    @Test
    void whoHasHeardALaterInstructionOfSomethingElseHasNotAdopted() {
        MemberReport elsewhere = new MemberReport("elsewhere", 9, 7, MemberReport.NONE_OPEN, false);
        MemberReport earlier = new MemberReport("earlier", 3, 8, MemberReport.NONE_OPEN, false);
        MemberReport busy = new MemberReport("busy", 4, 8, 7, false);
        MemberReport adopted = new MemberReport("adopted", 4, 8, 8, false);
        assertThat(List.of(elsewhere, earlier, busy, adopted).stream().filter(report -> report.adopted(4, 8)))
                .as("their sessions are spared when those of nobody known are ended")
                .containsExactly(adopted);
    }

    @Test
    void aMemberIsGoneOnlyAfterItsOwnLeaseIsOver() {
        Duration lease = Duration.ofSeconds(8);
        assertThat(MemberProtocol.gone(Duration.ofSeconds(9), lease)).isFalse();
        assertThat(MemberProtocol.gone(Duration.ofMillis(9_001), lease)).isTrue();
    }

    @Test
    void instructionsSurviveTheirStoredForm() {
        for (Instruction instruction :
                List.of(new Prepare(2, "c", 8), hold(3), new Release(4, "c", 8), new Adopt(5, "c", NEW))) {
            assertThat(Instruction.ofJson(instruction.toJson())).isEqualTo(instruction);
        }
    }
}
