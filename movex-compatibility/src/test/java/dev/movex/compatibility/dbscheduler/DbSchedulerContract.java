package dev.movex.compatibility.dbscheduler;

import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.movex.compatibility.FrameworkContract;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.ServerKind;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An application whose tasks lie in db-scheduler's table, fetched as its documentation says for many tasks: lock and fetch. */
abstract class DbSchedulerContract extends FrameworkContract {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private @Nullable DataSource database;

    @Override
    protected void createTables(Database side) throws SQLException {
        boolean postgres = side.server().kind() == ServerKind.POSTGRESQL;
        String moment = postgres ? " timestamptz" : " timestamp(6) NULL";
        String name = postgres ? " text" : " varchar(100)";
        execute(
                side,
                "CREATE TABLE scheduled_tasks (task_name" + name + " NOT NULL, task_instance" + name + " NOT NULL,"
                        + " task_data " + (postgres ? "bytea" : "blob") + ", execution_time" + moment
                        + ", picked boolean"
                        + " NOT NULL, picked_by" + name + ", last_success" + moment + ", last_failure" + moment + ","
                        + " consecutive_failures int, last_heartbeat" + moment + ", version bigint NOT NULL, priority"
                        + " smallint, PRIMARY KEY (task_name, task_instance))");
    }

    @Override
    protected void start(DataSource movex, ServerKind dialect) {
        database = movex;
    }

    @Test
    void runsTasksThatItLocksAndFetches() {
        Set<Integer> done = ConcurrentHashMap.newKeySet();
        AtomicInteger failures = new AtomicInteger();
        AtomicInteger beats = new AtomicInteger();
        OneTimeTask<Integer> mail = Tasks.oneTime("mail", Integer.class).execute((instance, context) -> {
            if (instance.getData() % 10 == 0 && done.add(-instance.getData())) {
                failures.incrementAndGet();
                throw new IllegalStateException("tried again");
            }
            done.add(instance.getData());
        });
        OneTimeTask<Integer> later = Tasks.oneTime("later", Integer.class).execute((instance, context) -> {});
        RecurringTask<Void> beat = Tasks.recurring("beat", FixedDelay.ofMillis(50))
                .execute((instance, context) -> beats.incrementAndGet());
        Scheduler scheduler = Scheduler.create(Objects.requireNonNull(database), mail, later)
                .startTasks(beat)
                .pollUsingLockAndFetch(1, 3)
                .pollingInterval(Duration.ofMillis(50))
                .heartbeatInterval(Duration.ofMillis(200))
                .enablePriority()
                .threads(3)
                .build();
        scheduler.start();
        try {
            for (int i = 1; i <= 30; i++) {
                // the scheduler compares it with its own clock, which is the machine's
                scheduler.schedule(mail.instance("mail-" + i, i), Instant.now());
                scheduler.schedule(later.instance("later-" + i, i), Instant.parse("2036-01-01T00:00:00Z"));
            }
            scheduler.reschedule(later.instanceId("later-1"), Instant.parse("2037-01-01T00:00:00Z"));
            scheduler.cancel(later.instanceId("later-2"));
            // a task that failed is due again after some minutes
            await().atMost(LIMIT).until(() -> done.size() == 30 && failures.get() == 3 && beats.get() > 2);
        } finally {
            scheduler.stop();
        }
    }
}
