package dev.movex.benchmarks.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.testkit.database.ServerKind;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The benchmark of events in its shortest form: every way does its work, and no row is left. */
class EventsBenchTest {
    private static final int EVENTS = 1_000;

    @Test
    @Timeout(300)
    void everyEventIsPublishedAndEveryRowIsRepaired() throws Exception {
        EventsOptions options = new EventsOptions(ServerKind.POSTGRESQL, ServerKind.POSTGRESQL, EVENTS, 2, 1);
        EventsReport report = new EventsBench(options, new PrintStream(OutputStream.nullOutputStream())).run();
        assertThat(report.left()).isZero();
        assertThat(report.published())
                .hasSize(3)
                .allSatisfy((way, rate) -> assertThat(rate).as(way).isPositive());
        assertThat(report.repaired())
                .hasSize(3)
                .allSatisfy((way, rate) -> assertThat(rate).as(way).isPositive());
        assertThat(report.ratios()).containsKeys("published/bare producer", "repaired/bare upserts");
    }
}
