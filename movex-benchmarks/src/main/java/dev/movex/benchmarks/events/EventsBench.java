package dev.movex.benchmarks.events;

import dev.movex.benchmarks.orders.Servers;
import dev.movex.core.Side;
import dev.movex.core.access.Pauser;
import dev.movex.core.control.ControlAuthority;
import dev.movex.core.event.EventOutbox;
import dev.movex.core.event.EventTransport;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.event.RepairCrew;
import dev.movex.core.event.RepairWorker;
import dev.movex.core.repair.Repairer;
import dev.movex.kafka.KafkaSettings;
import dev.movex.kafka.KafkaTransport;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** Publishes events and repairs their rows, by turns with bare ways to do the same. Used once, by one thread. */
public final class EventsBench {
    private static final String OURS = "movex";
    private static final String TRANSPORT = "movex, not kept first";
    private static final String PRODUCER = "bare producer";
    private static final String READ = "bare reads and upserts";
    private static final String UPSERTS = "bare upserts";
    private static final int BATCH = 500;
    private static final Duration PUBLISH_WAIT = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(5);

    private final EventsOptions options;
    private final PrintStream progress;
    private final Map<String, List<Double>> published = new LinkedHashMap<>();
    private final Map<String, List<Double>> repaired = new LinkedHashMap<>();
    private long left;

    /** Creates a benchmark that prints its progress. */
    public EventsBench(EventsOptions options, PrintStream progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Starts the servers, measures, and ends them. */
    public EventsReport run() throws Exception {
        try (RepairBed bed = new RepairBed(options)) {
            // the first round warms the caches and the compilers up
            for (int round = 0; round <= options.rounds(); round++) {
                round(bed, round);
            }
        }
        Map<String, Double> ratios = new LinkedHashMap<>();
        compare(ratios, "published/" + PRODUCER, published, OURS, PRODUCER);
        compare(ratios, "published, not kept first/" + PRODUCER, published, TRANSPORT, PRODUCER);
        compare(ratios, "repaired/" + READ, repaired, OURS, READ);
        compare(ratios, "repaired/" + UPSERTS, repaired, OURS, UPSERTS);
        return new EventsReport(
                Servers.of(options.src(), options.dst()).label(),
                options.events(),
                options.workers(),
                options.rounds(),
                medians(published),
                medians(repaired),
                ratios,
                left);
    }

    private void round(RepairBed bed, int round) throws Exception {
        List<InconsistentEvent> events = bed.events(1, options.events() + 1);
        try (EventTransport transport = transport(bed, round, "kept")) {
            transport.publish(events.get(0));
            double seconds = publish(bed, transport, events);
            note(published, round, OURS, seconds);
            bed.emptyTarget();
            note(repaired, round, OURS, repair(bed, transport));
            left += options.events() - bed.targetRows();
        }
        try (EventTransport transport = transport(bed, round, "plain")) {
            transport.publish(events.get(0));
            long begun = System.nanoTime();
            for (int from = 0; from < events.size(); from += BATCH) {
                transport.publishAll(events.subList(from, Math.min(events.size(), from + BATCH)));
            }
            note(published, round, TRANSPORT, (System.nanoTime() - begun) / 1e9);
        }
        try (EventTransport transport = transport(bed, round, "bare")) {
            // enough that every partition has some: a bare producer may never get over one that is not led yet
            transport.publishAll(events.subList(0, Math.min(events.size(), BATCH)));
        }
        note(published, round, PRODUCER, new BareProducer(bed.broker()).seconds(topic(round, "bare"), events));
        BareUpserts bare = new BareUpserts(bed.databases(), bed.plan().tables().get(0), options.workers());
        bed.emptyTarget();
        note(repaired, round, READ, bare.readAndWrite(options.events()));
        bed.emptyTarget();
        note(repaired, round, UPSERTS, bare.write(options.events()));
    }

    private static String topic(int round, String way) {
        return "events-" + way + "-" + round;
    }

    private static EventTransport transport(RepairBed bed, int round, String way) {
        String topic = topic(round, way);
        return KafkaTransport.open(
                RepairBed.MIGRATION + "-" + topic,
                "",
                KafkaSettings.of(bed.broker().servers())
                        .withTopics(topic, topic + ".dead")
                        .withNewTopics(12, 1)
                        // a busy machine is to be slow, not to fail
                        .withPublishWait(PUBLISH_WAIT));
    }

    /** From the first event that is handed over to the last one that the broker has. */
    private static double publish(RepairBed bed, EventTransport transport, List<InconsistentEvent> events)
            throws Exception {
        try (EventOutbox outbox =
                new EventOutbox(RepairBed.MIGRATION, bed.databases(), Side.DST, transport, Pauser.real())) {
            outbox.start();
            long begun = System.nanoTime();
            for (int from = 0; from < events.size(); from += BATCH) {
                outbox.publishAll(events.subList(from, Math.min(events.size(), from + BATCH)));
            }
            await(() -> outbox.pending() == 0);
            return (System.nanoTime() - begun) / 1e9;
        }
    }

    /** From the start of the workers to the last event that is settled. */
    private double repair(RepairBed bed, EventTransport transport) throws Exception {
        Repairer repairer = Repairer.standard(bed.plan(), bed.databases());
        ControlAuthority authority = new ControlAuthority(RepairBed.MIGRATION, bed.databases());
        long begun = System.nanoTime();
        try (RepairCrew crew = new RepairCrew(
                options.workers(),
                () -> new RepairWorker(
                        transport.subscribe(), repairer, authority, transport.deadLetters(), Pauser.real()))) {
            crew.start();
            await(() -> crew.stats().repaired() >= options.events()
                    && transport.lag().orElse(1) == 0);
            return (System.nanoTime() - begun) / 1e9;
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            Pauser.real().pause(LOOK);
        }
    }

    private void note(Map<String, List<Double>> figures, int round, String way, double seconds) {
        double rate = options.events() / seconds;
        progress.printf(Locale.ROOT, "round %d: %s %.0f /s%n", round, way, rate);
        if (round > 0) {
            figures.computeIfAbsent(way, key -> new ArrayList<>()).add(rate);
        }
    }

    private static void compare(
            Map<String, Double> ratios, String name, Map<String, List<Double>> figures, String own, String peer) {
        Map<String, Double> medians = medians(figures);
        double ratio = medians.getOrDefault(own, 0.0) / medians.getOrDefault(peer, 1.0);
        ratios.put(name, Math.round(ratio * 1000) / 1000.0);
    }

    private static Map<String, Double> medians(Map<String, List<Double>> figures) {
        Map<String, Double> medians = new LinkedHashMap<>();
        figures.forEach((way, all) -> {
            List<Double> sorted = all.stream().sorted().toList();
            int middle = sorted.size() / 2;
            double median =
                    sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
            medians.put(way, (double) Math.round(median));
        });
        return medians;
    }
}
