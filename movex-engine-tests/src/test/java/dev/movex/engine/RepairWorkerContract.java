package dev.movex.engine;

import static dev.movex.engine.Lab.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.core.Side;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Pauser;
import dev.movex.core.event.DeadLetterBox;
import dev.movex.core.event.InProcessQueue;
import dev.movex.core.event.InconsistencyType;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.event.RepairStats;
import dev.movex.core.event.RepairWorker;
import dev.movex.core.repair.DeadReason;
import dev.movex.core.repair.KeyRepair;
import dev.movex.core.repair.RepairOptions;
import dev.movex.core.row.DirtyKey;
import dev.movex.testkit.database.DatabasePair;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class RepairWorkerContract {
    private final InProcessQueue queue = new InProcessQueue(1000, Duration.ofSeconds(1));
    private final List<String> dead = Collections.synchronizedList(new ArrayList<>());
    private Lab lab;

    @BeforeEach
    void create(DatabasePair pair) {
        lab = Lab.of(pair, "CREATE TABLE item (id bigint PRIMARY KEY, note text)");
    }

    private static InconsistentEvent event(Side direction, DirtyKey key) {
        return new InconsistentEvent(
                direction,
                InconsistencyType.NEQ,
                key.table(),
                key.key(),
                1,
                "run",
                Instant.parse("2026-01-01T00:00:00Z"),
                List.of());
    }

    private RepairWorker worker(KeyRepair repair) {
        RepairWorker worker = new RepairWorker(
                queue.subscribe(), repair, lab::authority, (event, reason) -> dead.add(reason), Pauser.real());
        worker.start();
        return worker;
    }

    private void awaitTaken(RepairWorker worker, int events) {
        await().until(() -> {
            RepairStats stats = worker.stats();
            return stats.repaired() + stats.equal() + stats.refused() + stats.dead() == events;
        });
    }

    @Test
    void rowsAreRepairedByTheTruthOfNowHoweverOldTheEvent() throws Exception {
        lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'now'), (2, 'same')");
        lab.exec(Side.DST, "INSERT INTO item VALUES (1, 'old'), (2, 'same'), (3, 'surplus')");
        try (RepairWorker worker = worker(lab.repairer(Hooks.real()))) {
            for (int n = 1; n <= 3; n++) {
                queue.publish(event(Side.SRC, key("item", String.valueOf(n))));
            }
            awaitTaken(worker, 3);
            assertThat(worker.stats()).isEqualTo(new RepairStats(3, 2, 1, 0, 0));
        }
        assertThat(lab.rows(Side.DST, "item")).isEqualTo(lab.rows(Side.SRC, "item"));
    }

    @Test
    void aDeadLetterIsKeptOnceAndLeavesWhenItsRowIsSettled() throws Exception {
        lab.exec(Side.DST, "ALTER TABLE item ADD CONSTRAINT strict CHECK (note <> 'refused')");
        lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'refused')");
        DeadLetterBox box = new DeadLetterBox(Clock.systemUTC());
        try (RepairWorker worker =
                new RepairWorker(queue.subscribe(), lab.repairer(Hooks.real()), lab::authority, box, Pauser.real())) {
            worker.start();
            queue.publish(event(Side.SRC, key("item", "1")));
            awaitTaken(worker, 1);
            assertThat(box.retry(queue)).isEqualTo(1);
            awaitTaken(worker, 2);
            assertThat(box.letters()).hasSize(1);
            assertThat(box.letters().get(0).times()).isEqualTo(2);
            assertThat(DeadReason.ofText(box.letters().get(0).reason())).isEqualTo(DeadReason.CONSTRAINT);
            lab.exec(Side.DST, "ALTER TABLE item DROP CONSTRAINT strict");
            box.retry(queue);
            await().until(() -> box.size() == 0);
        }
        assertThat(lab.rows(Side.DST, "item")).isEqualTo(lab.rows(Side.SRC, "item"));
    }

    @Test
    void anEventWhoseDirectionIsNotTheBaseIsRefused() throws Exception {
        lab.exec(Side.DST, "INSERT INTO item VALUES (1, 'x')");
        try (RepairWorker worker = worker(lab.repairer(Hooks.real()))) {
            queue.publish(event(Side.DST, key("item", "1")));
            awaitTaken(worker, 1);
            assertThat(worker.stats().refused()).isEqualTo(1);
        }
        assertThat(lab.rows(Side.DST, "item")).hasSize(1);
        assertThat(lab.rows(Side.SRC, "item")).isEmpty();
    }

    @Test
    void whatCannotBeRepairedIsBuriedWithItsReasonAndWithoutValues() throws Exception {
        lab.exec(Side.DST, "ALTER TABLE item ADD CHECK (note <> 'secret')");
        lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'secret')");
        try (RepairWorker worker =
                worker(lab.repairer(Hooks.real(), RepairOptions.standard().withAttempts(2)))) {
            queue.publish(event(Side.SRC, key("item", "1")));
            awaitTaken(worker, 1);
        }
        assertThat(dead)
                .singleElement()
                .satisfies(reason -> assertThat(reason)
                        .matches(".*(23514.*item_note_check|4025.*CONSTRAINT_1|3819.*item_chk_1).*")
                        .doesNotContain("secret"));
    }

    @Test
    void whileADatabaseIsGoneNothingIsLost() throws Exception {
        lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'x')");
        AtomicInteger calls = new AtomicInteger();
        KeyRepair repairer = lab.repairer(Hooks.real());
        try (RepairWorker worker = worker((keys, authority) -> {
            if (calls.incrementAndGet() < 3) {
                throw new SQLException("gone", "08006");
            }
            return repairer.repair(keys, authority);
        })) {
            queue.publish(event(Side.SRC, key("item", "1")));
            awaitTaken(worker, 1);
        }
        assertThat(lab.rows(Side.DST, "item")).containsExactly("(1,x)");
    }

    @Test
    void aPausedWorkerTakesNothingUntilItIsResumed() throws Exception {
        lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 'x')");
        try (RepairWorker worker = worker(lab.repairer(Hooks.real()))) {
            worker.pause();
            await().pollDelay(Duration.ofMillis(300)).until(() -> true);
            queue.publish(event(Side.SRC, key("item", "1")));
            await().pollDelay(Duration.ofMillis(300)).until(() -> true);
            assertThat(worker.stats().taken()).isZero();
            worker.resume();
            awaitTaken(worker, 1);
        }
    }
}
