package dev.movex.benchmarks.change;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.DatabaseServer;
import dev.movex.testkit.database.EmbeddedMariaDbServer;
import dev.movex.testkit.database.EmbeddedMySqlServer;
import dev.movex.testkit.database.EmbeddedPostgresServer;
import dev.movex.testkit.database.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Two servers, a coordinator and members, each in a process of its own. Used by one thread. */
final class SwitchRun implements AutoCloseable {
    private static final int ATTEMPTS = 5;

    private final SwitchOptions options;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Map<Side, Database> databases = new EnumMap<>(Side.class);
    private final List<Child> members = new ArrayList<>();
    private final Path logs;
    private @Nullable Child coordinator;
    private int started;

    SwitchRun(SwitchOptions options) throws Exception {
        this.options = options;
        this.logs = Files.createTempDirectory("movex-switch");
        boolean done = false;
        try {
            for (Side side : Side.values()) {
                DatabaseServer server = start(options.kind());
                open.push(server);
                Database database = Database.create(server, "bench");
                databases.put(side, database);
                Tables.create(database);
                if (options.witnessed()) {
                    Tables.witness(database);
                }
            }
            done = true;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private static DatabaseServer start(ServerKind kind) {
        return switch (kind) {
            case POSTGRESQL -> EmbeddedPostgresServer.builder().start();
            case MARIADB -> EmbeddedMariaDbServer.builder().durable(true).start();
            case MYSQL -> EmbeddedMySqlServer.builder().durable(true).start();
        };
    }

    Database database(Side side) {
        return Objects.requireNonNull(databases.get(side));
    }

    Path logs() {
        return logs;
    }

    List<Child> members() {
        return members;
    }

    /** Brings everything to the point from where the primary can change. */
    void begin() throws Exception {
        startCoordinator();
        move("src_only");
        for (int i = 0; i < options.members(); i++) {
            startMember();
        }
        move("src_first");
        require(tell(new Command("copy", "")));
    }

    private Job job(String name) {
        return new Job(
                name,
                ++started,
                Login.of(database(Side.SRC)),
                Login.of(database(Side.DST)),
                options.threads(),
                logs.toString(),
                options.witnessed());
    }

    /** One that can neither finish nor undo what it finds ends, and is started again. */
    void startCoordinator() throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Child child = Child.start(CoordinatorMain.class, job("coordinator"));
            coordinator = child;
            if (child.line().receive(String.class) != null) {
                return;
            }
            child.close();
            if (attempt == ATTEMPTS) {
                throw new IOException("no coordinator comes up; see the logs in " + logs);
            }
        }
    }

    Child coordinator() {
        return Objects.requireNonNull(coordinator);
    }

    void startMember() throws IOException {
        Child child = Child.start(MemberMain.class, job("member-" + members.size()));
        members.add(child);
        child.line().expect(String.class);
    }

    Command.Reply move(String state) throws IOException {
        return require(tell(new Command("move", state)));
    }

    Command.Reply tell(Command command) throws IOException {
        Line line = coordinator().line();
        line.send(command);
        return line.expect(Command.Reply.class);
    }

    private static Command.Reply require(Command.Reply reply) {
        if (!reply.done()) {
            throw new MovexException("BENCH_STUCK", reply.message(), "See the logs of the processes.");
        }
        return reply;
    }

    /** Stops the writers of all members that live, and returns what they have done. */
    List<MemberReport> stopMembers() throws IOException {
        List<MemberReport> reports = new ArrayList<>();
        for (Child member : members) {
            if (member.alive()) {
                member.line().send("stop");
            }
        }
        for (Child member : members) {
            if (member.alive()) {
                reports.add(member.line().expect(MemberReport.class));
            }
        }
        return reports;
    }

    /** Waits until nothing is on its way, and compares both sides with what the writers have logged. */
    Truth truth() throws IOException, SQLException {
        require(tell(new Command("settle", "")));
        return Truth.of(logs, databases);
    }

    @Override
    public void close() throws Exception {
        members.forEach(open::push);
        if (coordinator != null) {
            open.push(coordinator);
        }
        List<Exception> failures = new ArrayList<>();
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                failures.add(e);
            }
        }
        try (Stream<Path> files = Files.walk(logs)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }
}
