package dev.movex.core.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.MovexException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InnodbTransactionsTest {
    private static final String STATUS = """
            LATEST DETECTED DEADLOCK
            ---TRANSACTION 90, ACTIVE 99 sec starting index read
            ------------
            LIST OF TRANSACTIONS FOR EACH SESSION:
            ---TRANSACTION 421387123456789, not started
            ---TRANSACTION (0x7f8158eacb80), not started
            ---TRANSACTION (0x7f8158eacc90), ACTIVE 7 sec
            ---TRANSACTION 421387123456790, ACTIVE 3 sec
            ---TRANSACTION 4711, ACTIVE 2 sec inserting
            ---TRANSACTION 4712, ACTIVE (PREPARED) 0 sec
            ---TRANSACTION 4713, COMMITTED IN MEMORY flushing log
            """;

    private static InnodbTransactions parse(String status) {
        return InnodbTransactions.parse(status, new MariaDbDialect());
    }

    @Test
    void thoseThatHaveWrittenAreToldByTheirIds() {
        assertThat(parse(STATUS).writers()).isEqualTo("4711,4712,4713");
        assertThat(parse(STATUS).anyOf("4710,4712")).isTrue();
        assertThat(parse(STATUS).anyOf("90,4710")).isFalse();
    }

    @Test
    void theOldestCountsWhetherOrNotItHasWritten() {
        assertThat(parse(STATUS).oldest()).isEqualTo(Duration.ofSeconds(8));
        assertThat(parse("LIST OF TRANSACTIONS FOR EACH SESSION:").oldest()).isZero();
    }

    @Test
    void aListThatWasCutProvesNothing() {
        assertThatThrownBy(() -> parse(STATUS + "... truncated..."))
                .isInstanceOf(MovexException.class)
                .hasMessageContaining("SESSIONS_HIDDEN");
    }
}
