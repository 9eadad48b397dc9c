package dev.movex.benchmarks.change;

import com.zaxxer.hikari.HikariDataSource;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Pauser;
import dev.movex.doublewrite.Coordination;
import dev.movex.doublewrite.DoubleWriteConfig;
import dev.movex.doublewrite.MovexDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An application process: writers that work until they are told to stop, or the line ends. */
public final class MemberMain {
    private static final long NUMBERS = 100;
    private static final Duration LOOK = Duration.ofMillis(2);

    private MemberMain() {}

    /** Takes the port of the line. */
    public static void main(String[] arguments) throws Exception {
        try (Line line = Line.to(Integer.parseInt(arguments[0]))) {
            run(line, line.expect(Job.class));
        }
    }

    private static void run(Line line, Job job) throws Exception {
        try (HikariDataSource source = job.src().pool("source");
                HikariDataSource target = job.dst().pool("target");
                MovexDataSource dataSource = open(job, source, target)) {
            List<EntryWriter> writers = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < job.threads(); i++) {
                EntryWriter writer = new EntryWriter(dataSource, job.number() * NUMBERS + i, job);
                writers.add(writer);
                threads.add(daemon(writer, "writer-" + i));
            }
            List<Double> holds = new CopyOnWriteArrayList<>();
            daemon(() -> watch(dataSource, holds), "watch");
            line.send("started");
            if (line.receive(String.class) == null) {
                return; // nobody wants to know any more
            }
            writers.forEach(EntryWriter::stop);
            for (Thread thread : threads) {
                thread.join();
            }
            List<WriterReport> reports =
                    writers.stream().map(EntryWriter::report).toList();
            line.send(new MemberReport(job.name(), reports, List.copyOf(holds)));
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** The longest wait of a hold is known when the next one begins, and so is noted a little after its end. */
    private static void watch(MovexDataSource dataSource, List<Double> holds) {
        try {
            long epoch = dataSource.member().assignment().epoch();
            while (true) {
                Pauser.real().pause(LOOK);
                long now = dataSource.member().assignment().epoch();
                if (now != epoch) {
                    epoch = now;
                    Pauser.real().pause(LOOK.multipliedBy(5));
                    holds.add(dataSource.member().longestWait().toNanos() / 1e6);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static MovexDataSource open(Job job, HikariDataSource source, HikariDataSource target) throws SQLException {
        Databases databases = Databases.of(source, target);
        return MovexDataSource.open(
                DoubleWriteConfig.of(job.name()).withCoordination(Coordination.usual()),
                Tables.plan(databases).plan(),
                source,
                databases.srcDialect(),
                target,
                databases.dstDialect());
    }
}
