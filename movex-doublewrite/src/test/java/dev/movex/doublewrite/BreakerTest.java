package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.doublewrite.DoubleWriteConfig.BreakerLimits;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BreakerTest {
    @Test
    void anOpenBreakerLetsOneTransactionProbe() {
        AtomicLong now = new AtomicLong();
        CircuitBreaker breaker = new CircuitBreaker(new BreakerLimits(2, Duration.ofNanos(100)), now::get);
        breaker.failed();
        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
        breaker.failed();
        assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
        assertThat(breaker.tries()).isFalse();
        now.set(100);
        assertThat(breaker.tries()).isTrue();
        assertThat(breaker.state()).isEqualTo(BreakerState.HALF_OPEN);
        assertThat(breaker.tries()).as("one probe at a time").isFalse();
        breaker.failed();
        assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
        now.set(200);
        assertThat(breaker.tries()).isTrue();
        breaker.succeeded();
        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
        assertThat(breaker.tries()).isTrue();
    }

    @Test
    void repeatsAreAShareOfTheTransactions() {
        RetryBudget budget = new RetryBudget();
        int repeats = 0;
        for (int i = 0; i < 1000; i++) {
            budget.began();
            repeats += budget.spend() ? 1 : 0;
        }
        assertThat(repeats).isBetween(200, 230);
    }
}
