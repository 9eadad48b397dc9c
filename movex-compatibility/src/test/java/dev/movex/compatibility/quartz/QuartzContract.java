package dev.movex.compatibility.quartz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.compatibility.FrameworkContract;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.ServerKind;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quartz.CalendarIntervalScheduleBuilder;
import org.quartz.CronScheduleBuilder;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.Trigger.TriggerState;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.impl.calendar.HolidayCalendar;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;
import org.quartz.impl.jdbcjobstore.StdJDBCDelegate;
import org.quartz.simpl.SimpleThreadPool;

/** An application whose jobs lie in Quartz's tables, on a clustered scheduler. */
abstract class QuartzContract extends FrameworkContract {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private @Nullable Properties properties;

    @Override
    protected void createTables(Database database) throws SQLException {
        String script = database.server().kind() == ServerKind.POSTGRESQL ? "postgres" : "mysql_innodb";
        executeScript(database, "/org/quartz/impl/jdbcjobstore/tables_" + script + ".sql");
    }

    @Override
    protected void start(DataSource movex, ServerKind dialect) {
        MovexConnections.use(movex);
        boolean postgres = dialect == ServerKind.POSTGRESQL;
        Properties made = new Properties();
        made.put("org.quartz.scheduler.instanceName", "jobs");
        made.put("org.quartz.scheduler.instanceId", "AUTO");
        made.put("org.quartz.threadPool.class", SimpleThreadPool.class.getName());
        made.put("org.quartz.threadPool.threadCount", "3");
        made.put("org.quartz.jobStore.class", JobStoreTX.class.getName());
        made.put(
                "org.quartz.jobStore.driverDelegateClass",
                (postgres ? PostgreSQLDelegate.class : StdJDBCDelegate.class).getName());
        made.put("org.quartz.jobStore.isClustered", "true");
        made.put("org.quartz.jobStore.clusterCheckinInterval", "300");
        made.put("org.quartz.jobStore.dataSource", "movex");
        made.put("org.quartz.dataSource.movex.connectionProvider.class", MovexConnections.class.getName());
        properties = made;
    }

    @Test
    void runsJobsThatKeepTheirState() throws Exception {
        JobDetail counting = JobBuilder.newJob(CountingJob.class)
                .withIdentity("counting")
                .usingJobData(CountingJob.RUNS, 0)
                .storeDurably()
                .build();
        run(scheduler -> {
            scheduler.addJob(counting, true);
            scheduler.scheduleJob(TriggerBuilder.newTrigger()
                    .forJob(counting)
                    .withIdentity("often")
                    .withSchedule(SimpleScheduleBuilder.simpleSchedule()
                            .withIntervalInMilliseconds(50)
                            .withRepeatCount(4))
                    .build());
            scheduler.triggerJob(counting.getKey());
            await().atMost(LIMIT).until(() -> runs(scheduler, counting.getKey()) == 6);
            await().atMost(LIMIT).until(() -> scheduler.getTrigger(TriggerKey.triggerKey("often")) == null);
        });
    }

    @Test
    void keepsTriggersOfEveryKind() throws Exception {
        JobDetail job = JobBuilder.newJob(CountingJob.class)
                .withIdentity("kept")
                .usingJobData(CountingJob.RUNS, 0)
                .storeDurably()
                .build();
        Date late = Date.from(Instant.parse("2100-01-01T00:00:00Z"));
        run(scheduler -> {
            scheduler.addJob(job, true);
            scheduler.addCalendar("holidays", new HolidayCalendar(), true, true);
            Trigger nightly = TriggerBuilder.newTrigger()
                    .forJob(job)
                    .withIdentity("nightly")
                    .startAt(late)
                    .modifiedByCalendar("holidays")
                    .withSchedule(CronScheduleBuilder.dailyAtHourAndMinute(3, 0))
                    .build();
            scheduler.scheduleJob(nightly);
            Trigger monthly = TriggerBuilder.newTrigger()
                    .forJob(job)
                    .withIdentity("monthly")
                    .startAt(late)
                    .withSchedule(CalendarIntervalScheduleBuilder.calendarIntervalSchedule()
                            .withIntervalInMonths(1))
                    .build();
            scheduler.scheduleJob(monthly);
            scheduler.pauseTrigger(monthly.getKey());
            assertThat(scheduler.getTriggerState(monthly.getKey())).isEqualTo(TriggerState.PAUSED);
            scheduler.resumeTrigger(monthly.getKey());
            scheduler.rescheduleJob(
                    nightly.getKey(),
                    TriggerBuilder.newTrigger()
                            .forJob(job)
                            .withIdentity("weekly")
                            .startAt(late)
                            .withSchedule(CronScheduleBuilder.weeklyOnDayAndHourAndMinute(1, 3, 0))
                            .build());
            scheduler.deleteCalendar("holidays");
            scheduler.unscheduleJob(monthly.getKey());
            assertThat(scheduler.getTriggersOfJob(job.getKey())).hasSize(1);
        });
    }

    private static int runs(Scheduler scheduler, JobKey job) throws SchedulerException {
        return scheduler.getJobDetail(job).getJobDataMap().getInt(CountingJob.RUNS);
    }

    /** Ends the scheduler and its threads before both sides are compared. */
    private void run(Work work) throws Exception {
        Scheduler scheduler = new StdSchedulerFactory(Objects.requireNonNull(properties)).getScheduler();
        try {
            scheduler.start();
            work.on(scheduler);
        } finally {
            scheduler.shutdown(true);
        }
    }

    private interface Work {
        void on(Scheduler scheduler) throws Exception;
    }
}
