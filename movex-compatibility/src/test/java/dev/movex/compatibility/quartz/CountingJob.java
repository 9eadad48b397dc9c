package dev.movex.compatibility.quartz;

import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;
import org.quartz.PersistJobDataAfterExecution;

/** Counts how often it has run, in the database. Quartz makes it. */
@DisallowConcurrentExecution
@PersistJobDataAfterExecution
public final class CountingJob implements Job {
    static final String RUNS = "runs";

    @Override
    public void execute(JobExecutionContext context) {
        JobDataMap data = context.getJobDetail().getJobDataMap();
        data.put(RUNS, data.getInt(RUNS) + 1);
    }
}
