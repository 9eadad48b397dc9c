package dev.movex.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topics of a migration: creates those that are missing, and measures how far a group is behind. Thread-safe. */
final class KafkaTopics implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaTopics.class);
    private static final long ANSWER_SECONDS = 5;

    private final Admin admin;
    private final KafkaSettings settings;
    private volatile boolean there;
    private volatile String fault = "";

    KafkaTopics(Admin admin, KafkaSettings settings) {
        this.admin = admin;
        this.settings = settings;
    }

    /** Returns whether both topics are there; creates them unless they are. A topic that is there is left as it is. */
    boolean ensure() throws InterruptedException {
        if (!there) {
            there = ensure(events()) && ensure(deadLetters());
        }
        return there;
    }

    /** Told that a message was not taken: somebody may have deleted a topic. */
    void lookAgain() {
        there = false;
    }

    private NewTopic events() {
        return topic(settings.topic(), settings.partitions());
    }

    /** What a person has to look at is not deleted by age. */
    private NewTopic deadLetters() {
        return topic(settings.deadLetterTopic(), 1).configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1"));
    }

    private NewTopic topic(String name, int partitions) {
        return new NewTopic(
                name,
                partitions == 0 ? Optional.empty() : Optional.of(partitions),
                settings.replication() == 0 ? Optional.empty() : Optional.of((short) settings.replication()));
    }

    private boolean ensure(NewTopic topic) throws InterruptedException {
        try {
            boolean known = answer(admin.listTopics().names()).contains(topic.name());
            answered();
            if (known) {
                return true;
            }
            answer(admin.createTopics(List.of(topic)).all());
            LOG.info("created the topic {}", topic.name());
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return true;
            }
            return note(e);
        } catch (TimeoutException e) {
            return note(e);
        }
    }

    /** Returns how many records of the event topic a group has not settled; empty if the broker does not say. */
    OptionalLong lag(String group) {
        try {
            List<TopicPartition> partitions = partitions();
            Map<TopicPartition, OffsetAndMetadata> settled =
                    answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
            Map<TopicPartition, Long> first = offsets(partitions, OffsetSpec.earliest());
            long lag = 0;
            for (Map.Entry<TopicPartition, Long> last :
                    offsets(partitions, OffsetSpec.latest()).entrySet()) {
                OffsetAndMetadata done = settled.get(last.getKey());
                long begin = done == null ? first.getOrDefault(last.getKey(), 0L) : done.offset();
                lag += Math.max(0, last.getValue() - begin);
            }
            answered();
            return OptionalLong.of(lag);
        } catch (ExecutionException | TimeoutException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                lookAgain();
            } else {
                note(e);
            }
            return OptionalLong.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        }
    }

    /** Tells once what is in the way; a server that is not there gives no answer, one that refuses says why. */
    private boolean note(Exception error) {
        Throwable cause = error.getCause() == null ? error : error.getCause();
        boolean silent = cause instanceof TimeoutException
                || cause instanceof org.apache.kafka.common.errors.TimeoutException
                || cause instanceof DisconnectException;
        String now = silent ? "does not answer" : "refuses (" + cause.getClass().getSimpleName() + ")";
        if (!now.equals(fault)) {
            fault = now;
            LOG.warn(
                    "The Kafka broker at {} {}: it is asked again. Check {}.",
                    settings.servers(),
                    now,
                    silent
                            ? "hosts and ports, that it runs, and that the client's security settings are its own"
                            : "the client's properties, and what its user may do with the topics " + settings.topic()
                                    + " and " + settings.deadLetterTopic());
            LOG.debug("what the broker said", error);
        }
        return false;
    }

    private void answered() {
        if (!fault.isEmpty()) {
            fault = "";
            LOG.info("The Kafka broker at {} answers again.", settings.servers());
        }
    }

    private List<TopicPartition> partitions() throws InterruptedException, ExecutionException, TimeoutException {
        List<TopicPartition> partitions = new ArrayList<>();
        answer(admin.describeTopics(Set.of(settings.topic())).allTopicNames())
                .values()
                .forEach(topic -> topic.partitions()
                        .forEach(one -> partitions.add(new TopicPartition(topic.name(), one.partition()))));
        return partitions;
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> found :
                answer(admin.listOffsets(asked).all()).entrySet()) {
            offsets.put(found.getKey(), found.getValue().offset());
        }
        return offsets;
    }

    private static <T> T answer(KafkaFuture<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(ANSWER_SECONDS));
    }
}
