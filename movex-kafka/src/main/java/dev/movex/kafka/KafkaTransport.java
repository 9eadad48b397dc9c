package dev.movex.kafka;

import dev.movex.core.MovexException;
import dev.movex.core.event.DeadLetters;
import dev.movex.core.event.EventConsumer;
import dev.movex.core.event.EventNotTakenException;
import dev.movex.core.event.EventTransport;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.row.DirtyKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Carries the events of a migration over a topic. The key of a record is table and key of the row, so that one row's events
 * are in one partition, in order, with one consumer; a header names the migration, so that several can share a topic. The
 * producer is idempotent, waits for all replicas, and has one request on its way to a broker. Consumers of a migration are one group, in whatever process, and commit
 * what was settled. A broker that is away is waited for: nothing fails when a transport is opened. Thread-safe.
 */
public final class KafkaTransport implements EventTransport {
    static final String MIGRATION = "movex-migration";

    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);
    private static final int BATCH_BYTES = 64 * 1024;

    private final String migration;
    private final String usualTable;
    private final KafkaSettings settings;
    private final KafkaTopics topics;
    private final Producer<byte[], byte[]> producer;
    private volatile boolean closed;

    private KafkaTransport(String migration, String usualTable, KafkaSettings settings) {
        this.migration = migration;
        this.usualTable = usualTable;
        this.settings = settings;
        this.topics = new KafkaTopics(accepted(Admin::create, common()), settings);
        this.producer = accepted(KafkaProducer::new, producing());
    }

    /**
     * Opens the transport of a migration.
     *
     * @param usualTable the plan's name of the table that events are about which name none, as those of producers that know
     *     {@code id}, {@code direction} and {@code type} alone; empty if such events are not to be repaired
     * @throws MovexException with code {@code KAFKA_CONFIG} if the client does not accept the settings
     */
    public static KafkaTransport open(String migration, String usualTable, KafkaSettings settings) {
        return new KafkaTransport(migration, usualTable, settings);
    }

    private static <T> T accepted(Function<Map<String, Object>, T> maker, Map<String, Object> properties) {
        try {
            return maker.apply(properties);
        } catch (KafkaException e) {
            // its text may quote a secret
            throw new MovexException(
                    "KAFKA_CONFIG",
                    "The Kafka client does not accept its configuration for "
                            + properties.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG) + ".",
                    "Check hosts and ports of the servers, and the names and values of the client's own properties.");
        }
    }

    private Map<String, Object> common() {
        Map<String, Object> properties = new HashMap<>(settings.client());
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.servers());
        return properties;
    }

    private Map<String, Object> producing() {
        int wait = Math.toIntExact(settings.publishWait().toMillis());
        Map<String, Object> properties = common();
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        // A broker that does not lead a new partition yet refuses the first batch; one that is on its way behind it may
        // come
        // in time and would be taken as the first one: then the broker refuses the real first one, out of order, for
        // ever.
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        // one request carries a batch of every partition: large ones make up for having one on its way
        properties.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, wait);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, wait);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, wait / 2);
        return properties;
    }

    private Map<String, Object> consuming() {
        Map<String, Object> properties = common();
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // what was published before the first consumer came is repaired as well
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return properties;
    }

    /** Returns the group that the consumers of the migration are. */
    public String group() {
        return "movex-repair-" + migration;
    }

    @Override
    public void publish(InconsistentEvent event) throws InterruptedException {
        publishAll(List.of(event));
    }

    @Override
    public void publishAll(List<InconsistentEvent> events) throws InterruptedException {
        send(events.stream().map(this::message).toList());
    }

    private ProducerRecord<byte[], byte[]> message(InconsistentEvent event) {
        ProducerRecord<byte[], byte[]> message =
                new ProducerRecord<>(settings.topic(), key(event.dirtyKey()), bytes(event.toJson()));
        message.headers().add(MIGRATION, bytes(migration));
        return message;
    }

    static byte[] key(DirtyKey row) {
        return bytes(row.table() + "/"
                + JsonMapper.shared().writeValueAsString(row.key().values()));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Sends messages and returns when all replicas have all of them. */
    void send(List<ProducerRecord<byte[], byte[]>> messages) throws InterruptedException {
        if (closed) {
            throw new EventNotTakenException("The line to the Kafka broker is closed.", null);
        }
        if (!topics.ensure()) {
            throw new EventNotTakenException("The Kafka broker at " + settings.servers() + " does not answer.", null);
        }
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try {
            for (ProducerRecord<byte[], byte[]> message : messages) {
                Future<RecordMetadata> one = producer.send(message);
                if (one.isDone()) {
                    // without a broker each message would wait as long as this one has
                    one.get();
                }
                sent.add(one);
            }
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        } catch (InterruptException e) {
            throw (InterruptedException) new InterruptedException().initCause(e);
        } catch (ExecutionException | KafkaException | IllegalStateException e) {
            topics.lookAgain();
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw new EventNotTakenException(
                    "The Kafka broker at " + settings.servers() + " did not take a message ("
                            + cause.getClass().getSimpleName() + ").",
                    e);
        }
    }

    @Override
    public EventConsumer subscribe() {
        return new KafkaEventConsumer(
                accepted(KafkaConsumer<byte[], byte[]>::new, consuming()),
                settings.topic(),
                new MessageReader(migration, usualTable, letters()),
                topics);
    }

    @Override
    public DeadLetters deadLetters() {
        return letters();
    }

    private KafkaDeadLetters letters() {
        return new KafkaDeadLetters(this, migration, settings.deadLetterTopic());
    }

    @Override
    public OptionalLong lag() {
        return topics.lag(group());
    }

    @Override
    public void close() {
        closed = true;
        producer.close(CLOSE_WAIT);
        topics.close();
    }
}
