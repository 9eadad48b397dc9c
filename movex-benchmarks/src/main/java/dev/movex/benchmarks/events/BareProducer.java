package dev.movex.benchmarks.events;

import dev.movex.core.event.InconsistentEvent;
import dev.movex.testkit.kafka.KafkaBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends the same messages with the same promises of the broker, and nothing else. */
final class BareProducer {
    private final KafkaBroker broker;

    BareProducer(KafkaBroker broker) {
        this.broker = broker;
    }

    /** Returns the seconds until the broker has confirmed all of them. */
    double seconds(String topic, List<InconsistentEvent> events) throws Exception {
        Map<String, Object> properties = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.servers(),
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            producer.partitionsFor(topic);
            long begun = System.nanoTime();
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (InconsistentEvent event : events) {
                sent.add(producer.send(
                        new ProducerRecord<>(topic, event.dirtyKey().toString(), event.toJson())));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
            return (System.nanoTime() - begun) / 1e9;
        }
    }
}
