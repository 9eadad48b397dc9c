package dev.movex.core.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JournalIdsTest {
    @Test
    void idsArePositiveAndLieTogether() {
        JournalIds ids = new JournalIds(new Random(1)::nextLong);
        long first = ids.getAsLong();
        assertThat(first).isPositive();
        assertThat(ids.getAsLong()).isEqualTo(first + 1);
        assertThat(new JournalIds(() -> -1L).getAsLong()).isPositive();
    }

    @Test
    void whenTheCountIsOverTheUpperBitsAreDrawnAnew() {
        Random random = new Random(2);
        JournalIds ids = new JournalIds(random::nextLong);
        Set<Long> upper = new HashSet<>();
        for (int i = 0; i < (1 << 24) + 5; i++) {
            upper.add(ids.getAsLong() >>> 24);
        }
        assertThat(upper).hasSize(2);
    }
}
