package dev.movex.benchmarks.change;

import com.zaxxer.hikari.HikariDataSource;
import dev.movex.core.MigrationState;
import dev.movex.core.MovexException;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Pauser;
import dev.movex.core.member.RemoteMembers;
import dev.movex.scheduler.Migration;
import dev.movex.scheduler.MigrationConfig;
import dev.movex.scheduler.Settings;
import java.time.Duration;

/** The process of the coordinator: does what it is told until the line ends. */
public final class CoordinatorMain {
    private static final Duration LOOK = Duration.ofMillis(10);

    private CoordinatorMain() {}

    /** Takes the port of the line. */
    public static void main(String[] arguments) throws Exception {
        try (Line line = Line.to(Integer.parseInt(arguments[0]))) {
            run(line, line.expect(Job.class));
        }
    }

    private static void run(Line line, Job job) throws Exception {
        try (HikariDataSource source = job.src().pool("source");
                HikariDataSource target = job.dst().pool("target")) {
            Databases databases = Databases.of(source, target);
            MigrationConfig config =
                    new MigrationConfig(Tables.plan(databases).plan(), Tables.OPTIONS, databases, Settings.shortened());
            try (RemoteMembers members = RemoteMembers.of(Tables.MIGRATION, databases);
                    Migration migration = Migration.open(config, members)) {
                line.send("started");
                for (Command command = line.receive(Command.class);
                        command != null;
                        command = line.receive(Command.class)) {
                    line.send(reply(migration, command));
                }
            }
        }
    }

    private static Command.Reply reply(Migration migration, Command command) throws InterruptedException {
        long began = System.nanoTime();
        String message = "";
        try {
            perform(migration, command);
        } catch (MovexException e) {
            message = String.valueOf(e.getMessage());
        }
        double millis = (System.nanoTime() - began) / 1e6;
        return new Command.Reply(message.isEmpty(), migration.state().wire(), millis, message);
    }

    private static void perform(Migration migration, Command command) throws InterruptedException {
        switch (command.what()) {
            case "move" -> migration.move(MigrationState.ofWire(command.state()), "bench", "bench", true);
            case "copy" -> {
                migration.startCopy("bench");
                while (migration.activity().contains("copy")) {
                    Pauser.real().pause(LOOK);
                }
            }
            case "settle" -> {
                while (migration.stats().journalRows() > 0) {
                    Pauser.real().pause(LOOK);
                }
            }
            default -> throw new IllegalArgumentException(command.what());
        }
    }
}
