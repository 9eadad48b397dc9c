package dev.movex.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void theRestIsToldFromEstimateAndRate() {
        assertThat(new Progress("t", 500, 1500, 100, null).remaining()).contains(Duration.ofSeconds(10));
        assertThat(new Progress("t", 2000, 1500, 100, null).remaining()).contains(Duration.ZERO);
    }

    @Test
    void withoutAnEstimateNothingIsTold() {
        assertThat(new Progress("t", 500, -1, 100, null).remaining()).isEmpty();
        assertThat(new Progress("t", 0, 100, 0, null).remaining()).isEmpty();
    }
}
