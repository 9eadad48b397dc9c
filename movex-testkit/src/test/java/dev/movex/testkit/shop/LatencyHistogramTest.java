package dev.movex.testkit.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
    private final LatencyHistogram histogram = new LatencyHistogram();

    @Test
    void quantilesAreAtMostOneThirtySecondTooHigh() {
        for (int millis = 1; millis <= 10_000; millis++) {
            histogram.record(Duration.ofMillis(millis).toNanos());
        }
        assertThat(histogram.quantile(0.5)).isBetween(Duration.ofMillis(5_000), Duration.ofMillis(5_160));
        assertThat(histogram.quantile(0.99)).isBetween(Duration.ofMillis(9_900), Duration.ofMillis(10_000));
        assertThat(histogram.max()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void holdsTheExtremesAndForgets() {
        histogram.record(0);
        histogram.record(Duration.ofDays(1).toNanos());
        assertThat(histogram.max()).isEqualTo(Duration.ofDays(1));
        assertThat(histogram.quantile(0.5)).isLessThan(Duration.ofMillis(1));
        histogram.reset();
        assertThat(histogram.quantile(0.5)).isZero();
        assertThat(histogram.max()).isZero();
    }
}
