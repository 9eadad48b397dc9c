package dev.movex.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How a broker is reached and which topics are used. Immutable.
 *
 * @param servers hosts and ports to begin with, separated by commas
 * @param topic where events go
 * @param deadLetterTopic where events go that can't be repaired
 * @param partitions of the event topic if it has to be created: as many consumers can share the work; 0 for as many as the
 *     broker gives
 * @param replication copies of each topic that has to be created; 0 for as many as the broker makes
 * @param publishWait how long the publication of some events may take before it counts as failed
 * @param client further properties of the Kafka client, such as those of its security; none of {@link #own}
 */
public record KafkaSettings(
        String servers,
        String topic,
        String deadLetterTopic,
        int partitions,
        int replication,
        Duration publishWait,
        Map<String, String> client) {
    /** The topic that is used unless another one is named. */
    public static final String TOPIC = "dbMove";

    private static final Set<String> OWN = Set.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);

    public KafkaSettings {
        client = Map.copyOf(client);
    }

    /** Returns the usual settings for the given servers. */
    public static KafkaSettings of(String servers) {
        return new KafkaSettings(servers, TOPIC, TOPIC + ".dead", 12, 0, Duration.ofSeconds(10), Map.of());
    }

    /** Returns the settings with other topics. */
    public KafkaSettings withTopics(String events, String deadLetters) {
        return new KafkaSettings(servers, events, deadLetters, partitions, replication, publishWait, client);
    }

    /** Returns the settings with other numbers for topics that have to be created. */
    public KafkaSettings withNewTopics(int newPartitions, int newReplication) {
        return new KafkaSettings(servers, topic, deadLetterTopic, newPartitions, newReplication, publishWait, client);
    }

    /** Returns the settings with another limit of a publication. */
    public KafkaSettings withPublishWait(Duration wait) {
        return new KafkaSettings(servers, topic, deadLetterTopic, partitions, replication, wait, client);
    }

    /** Returns the settings with further properties of the Kafka client. */
    public KafkaSettings withClient(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(client);
        all.putAll(properties);
        return new KafkaSettings(servers, topic, deadLetterTopic, partitions, replication, publishWait, all);
    }

    /** Returns the names of the properties that are not for others to set: what Movex promises depends on them. */
    public static Set<String> own() {
        return new TreeSet<>(OWN);
    }

    /** Shows no property of the client: there are secrets among them. */
    @Override
    public String toString() {
        return topic + " on " + servers;
    }
}
