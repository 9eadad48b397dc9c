package dev.movex.server;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.Pauser;
import dev.movex.core.control.ControlAuthority;
import dev.movex.core.event.DeadLetterRecords;
import dev.movex.core.event.DeadLetters;
import dev.movex.core.event.EventTransport;
import dev.movex.core.event.RepairCrew;
import dev.movex.core.event.RepairStats;
import dev.movex.core.event.RepairSwitch;
import dev.movex.core.event.RepairWorker;
import dev.movex.core.repair.Repairer;
import dev.movex.server.config.ServeConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repairs what arrives over the broker for the migrations of a configuration, in a process that steers nothing. Closing it
 * finishes what was taken. Thread-safe.
 */
public final class RepairStation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RepairStation.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<Post> posts = new ArrayList<>();

    private record Post(String migration, EventTransport transport, RepairCrew crew, RepairSwitch paused) {}

    /**
     * How repair of a migration goes.
     *
     * @param migration its name
     * @param stats what this process has done
     * @param lag how many events all processes have left to do; empty if the broker does not say
     * @param held why nothing is repaired although events were taken; empty if nothing is in the way
     * @param paused whether somebody has paused it
     */
    public record Report(String migration, RepairStats stats, OptionalLong lag, String held, boolean paused) {}

    private RepairStation(ServeConfig config, int workers) {
        ServeConfig.Events events = config.events()
                .orElseThrow(() -> new MovexException(
                        "NO_EVENTS",
                        "The configuration names no broker: without one, events don't leave the process that finds them.",
                        "Add 'events.kafka.servers'; docs/events.md tells more."));
        MeterRegistry meters = new CompositeMeterRegistry(); // nobody reads them here
        boolean started = false;
        try {
            for (ServeConfig.MigrationSetup setup : config.migrations()) {
                posts.add(post(MigrationEnds.open(setup, open, meters), events, workers));
            }
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    /**
     * Opens everything, and begins.
     *
     * @param workers how many workers each migration gets; 0 for none, to look or to pause alone
     * @throws MovexException with code {@code NO_EVENTS} if no broker is configured, or if a database can't be reached or a
     *     plan can't be made
     */
    public static RepairStation start(ServeConfig config, int workers) {
        return new RepairStation(config, workers);
    }

    private Post post(MigrationEnds ends, ServeConfig.Events events, int workers) {
        String migration = ends.plan().migration();
        EventTransport transport = ends.transport(events.kafka());
        open.push(transport);
        DeadLetters letters = DeadLetters.both(
                new DeadLetterRecords(migration, ends.databases(), Side.DST, Clock.systemUTC()),
                transport.deadLetters());
        RepairSwitch paused = new RepairSwitch(migration, ends.databases(), Side.DST);
        Repairer repairer = Repairer.standard(ends.plan(), ends.databases());
        ControlAuthority authority = new ControlAuthority(migration, ends.databases());
        RepairCrew crew = new RepairCrew(
                workers,
                () -> new RepairWorker(transport.subscribe(), repairer, authority, letters, paused, Pauser.real()));
        open.push(crew);
        crew.start();
        return new Post(migration, transport, crew, paused);
    }

    /** Returns how repair goes, migration by migration. Asks the broker. */
    public List<Report> report() {
        return posts.stream()
                .map(post -> new Report(
                        post.migration(),
                        post.crew().stats(),
                        post.transport().lag(),
                        post.crew().held(),
                        post.paused().getAsBoolean()))
                .toList();
    }

    /** Pauses repair in all processes. */
    public void pause(String who) throws SQLException {
        for (Post post : posts) {
            post.paused().pause(who);
        }
    }

    /** Lets repair go on in all processes. */
    public void resume() throws SQLException {
        for (Post post : posts) {
            post.paused().resume();
        }
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            AutoCloseable next = open.pop();
            try {
                next.close();
            } catch (Exception e) {
                LOG.warn("could not close {}", next.getClass().getSimpleName(), e);
            }
        }
    }
}
