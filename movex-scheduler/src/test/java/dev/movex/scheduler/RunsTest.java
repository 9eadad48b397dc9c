package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import dev.movex.core.MigrationState;
import dev.movex.core.MovexException;
import dev.movex.core.Side;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunsTest {
    private Lab lab = new Lab();
    private Lab.Process process;

    @BeforeEach
    void start() throws Exception {
        lab.withTables(200);
        process = lab.start();
        process.migration().move(MigrationState.SRC_ONLY, "test", "", false);
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    @Test
    void nothingIsComparedOrCopiedWhileOneSideAloneIsWritten() {
        assertThatThrownBy(() -> process.migration().startFull("test")).satisfies(hasCode("NOT_DUAL"));
        assertThatThrownBy(() -> process.migration().startCopy("test")).satisfies(hasCode("NOT_DUAL"));
        assertThatThrownBy(() -> process.migration().startIncremental(0, 100, "test"))
                .satisfies(hasCode("NOT_DUAL"));
    }

    @Test
    void aSecondStartAndAStopOfNothingAreRefused() {
        process.migration().move(MigrationState.SRC_FIRST, "test", "", false);
        process.migration().startIncremental(0, 100, "test");
        assertThatThrownBy(() -> process.migration().startIncremental(0, 100, "test"))
                .satisfies(hasCode("ALREADY_RUNNING"));
        process.migration().stopIncremental("test");
        assertThatThrownBy(() -> process.migration().stopIncremental("test")).satisfies(hasCode("NOT_RUNNING"));
        process.migration().startIncremental(0, 100, "test");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> process.migration().stats().incrValidationRuns() > 1);
    }

    @Test
    void startsAndStopsAtOnceHaveDefinedAnswers() throws Exception {
        process.migration().move(MigrationState.SRC_FIRST, "test", "", false);
        Set<String> codes = ConcurrentHashMap.newKeySet();
        AtomicInteger unexpected = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            boolean starts = i % 2 == 0;
            new Thread(() -> {
                        for (int n = 0; n < 25; n++) {
                            try {
                                if (starts) {
                                    process.migration().startIncremental(0, 10, "test");
                                } else {
                                    process.migration().stopIncremental("test");
                                }
                            } catch (MovexException e) {
                                codes.add(e.code());
                            } catch (RuntimeException e) {
                                unexpected.incrementAndGet();
                            }
                        }
                        done.countDown();
                    })
                    .start();
        }
        done.await();
        assertThat(unexpected).hasValue(0);
        assertThat(codes).isSubsetOf("ALREADY_RUNNING", "NOT_RUNNING");
    }

    @Test
    void aValidationThatFindsSomethingDoesNotPass() throws Exception {
        process.migration().move(MigrationState.SRC_FIRST, "test", "", false);
        process.migration().startCopy("test");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> process.migration().activity().isEmpty());
        lab.execute(Side.DST, "UPDATE parent SET name = 'damaged' WHERE id = 11");
        lab.execute(Side.DST, "DELETE FROM child WHERE id = 12");
        lab.execute(Side.DST, "INSERT INTO child VALUES (-1, 1, 'added')");
        process.migration().startFull("test");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> process.migration().activity().isEmpty());
        assertThat(process.migration().stats().dataDiscrepancies()).isEqualTo(3);
        assertThat(lab.events)
                .extracting(e -> e.type().wire())
                .containsExactlyInAnyOrder("neq", "target_missing", "base_missing");
        assertThat(gate("full validation").passed()).isFalse();
        assertThat(process.migration().stats().repaired()).isEqualTo(3);
        process.migration().startFull("test");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> process.migration().activity().isEmpty());
        assertThat(gate("full validation").passed()).isTrue();
        assertThat(process.migration().stats().fullValidationRuns()).isEqualTo(2);
    }

    private GateResult gate(String name) {
        return process.migration().gates(MigrationState.DST_FIRST).stream()
                .filter(g -> g.gate().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Consumer<Throwable> hasCode(String code) {
        return e -> assertThat(e)
                .asInstanceOf(type(MovexException.class))
                .satisfies(m -> assertThat(m.code()).isEqualTo(code));
    }
}
