package dev.movex.core.control.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.MigrationState;
import dev.movex.core.control.explore.Explorer.Bounds;
import dev.movex.core.control.explore.Explorer.Found;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * All interleavings, within bounds, of members with transactions in flight, a coordinator that may die, be taken for dead
 * and come back, steps that fail or whose answer is lost, messages that come late, twice or not at all, leases that end,
 * processes that sleep through a change, and databases that go away. What is driven are the classes of production; what
 * is looked at stands in {@link Rules} and {@link ProcessRules}. With no fault at all every change must succeed, and no
 * call of the application fail. Every state is kept as it is, no fingerprint stands for it. The wide bounds take minutes:
 * {@code -Dmovex.explore=wide -Dmovex.test.args=-Xmx3g}.
 */
class ExplorerTest {

    @ParameterizedTest
    @CsvSource({
        "src_first, dst_first, 2, 2, 0",
        "src_first, src_only, 2, 2, 0",
        "src_only, src_first, 2, 2, 0",
        "src_only, src_first+dst_first, 1, 0, 1",
        "src_first, dst_first+src_only, 1, 1, 1",
        "src_first, src_only+src_first, 1, 1, 1",
        "src_first, dst_first+src_first, 1, 1, 1",
        "src_first, src_only, 2, 1, 1",
        "dst_first, dst_only, 1, 1, 1",
        "src_only, src_first, 2, 1, 1",
        "dst_only, dst_first, 1, 1, 2",
        "src_first, dst_first, 2, 1, 1",
        "src_first, dst_first+src_only, 1, 0, 2",
        "src_first, dst_first+src_first, 1, 0, 2",
        "src_first, dst_first, 1, 1, 2",
    })
    void nothingIsLostAndThereIsAlwaysAWayOn(String from, String to, int members, int transactions, int faults) {
        explore(from, to, members, transactions, faults);
    }

    @ParameterizedTest
    @EnabledIfSystemProperty(named = "movex.explore", matches = "wide")
    @CsvSource({
        "src_first, dst_first, 2, 1, 2",
        "src_first, dst_first, 3, 1, 1",
        "dst_first, src_first, 2, 1, 2",
        "dst_first, src_first, 3, 1, 1",
        "src_first, src_only, 2, 1, 2",
        "src_first, src_only, 3, 1, 1",
        "src_only, src_first, 2, 1, 2",
        "src_only, src_first, 3, 1, 1",
        "dst_first, dst_only, 2, 1, 2",
        "dst_first, dst_only, 3, 1, 1",
        "dst_only, dst_first, 2, 1, 2",
        "dst_only, dst_first, 3, 1, 1",
        "src_first, dst_first+src_first, 2, 1, 1",
        "src_first, dst_first+src_only, 2, 1, 1",
        "src_first, src_only+src_first, 2, 1, 1",
        "src_first, dst_first+src_first+dst_first, 1, 0, 2",
    })
    void withinWideBounds(String from, String to, int members, int transactions, int faults) {
        explore(from, to, members, transactions, faults);
    }

    private static void explore(String from, String to, int members, int transactions, int faults) {
        List<MigrationState> targets =
                Arrays.stream(to.split("\\+", -1)).map(MigrationState::ofWire).toList();
        long began = System.nanoTime();
        Found found = Explorer.explore(new Bounds(MigrationState.ofWire(from), targets, members, transactions, faults));
        System.out.printf(
                "%s to %s, %d members, %d faults: %,d states, %,d of them at rest, %.1f s%n",
                from, to, members, faults, found.states(), found.rests(), (System.nanoTime() - began) / 1e9);
        assertThat(found.broken()).isEmpty();
        assertThat(found.rests()).isPositive();
    }
}
