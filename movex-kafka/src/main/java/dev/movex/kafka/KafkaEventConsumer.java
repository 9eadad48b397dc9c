package dev.movex.kafka;

import dev.movex.core.event.EventConsumer;
import dev.movex.core.event.EventNotTakenException;
import dev.movex.core.event.InconsistentEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of a group of consumers. What it has read and not handed out, or handed out and not settled, is another consumer's as
 * soon as the partition is. For one thread.
 */
final class KafkaEventConsumer implements EventConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaEventConsumer.class);
    private static final Duration COMMIT_WAIT = Duration.ofSeconds(10);

    private final Consumer<byte[], byte[]> consumer;
    private final MessageReader reader;
    private final KafkaTopics topics;
    private final Deque<ConsumerRecord<byte[], byte[]>> read = new ArrayDeque<>();
    private final Map<TopicPartition, OffsetAndMetadata> handedOut = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> settled = new HashMap<>();
    private boolean closed;

    KafkaEventConsumer(Consumer<byte[], byte[]> consumer, String topic, MessageReader reader, KafkaTopics topics) {
        this.consumer = consumer;
        this.reader = reader;
        this.topics = topics;
        consumer.subscribe(List.of(topic), new Rebalance());
    }

    @Override
    public List<InconsistentEvent> poll(int max, Duration atMost) throws InterruptedException {
        topics.ensure();
        commit();
        if (read.isEmpty()) {
            consumer.resume(consumer.paused());
            try {
                consumer.poll(atMost).forEach(read::add);
            } catch (InterruptException e) {
                throw (InterruptedException) new InterruptedException().initCause(e);
            }
        }
        return handOut(max);
    }

    private List<InconsistentEvent> handOut(int max) {
        List<InconsistentEvent> events = new ArrayList<>();
        try {
            while (events.size() < max && !read.isEmpty()) {
                ConsumerRecord<byte[], byte[]> message = read.element();
                reader.read(message).ifPresent(events::add);
                read.remove();
                handedOut.put(
                        new TopicPartition(message.topic(), message.partition()),
                        new OffsetAndMetadata(message.offset() + 1));
            }
        } catch (EventNotTakenException e) {
            LOG.warn("A message that is no event waits until it can be put on the topic of dead letters.", e);
        }
        return events;
    }

    @Override
    public void settle() {
        settled.putAll(handedOut);
        handedOut.clear();
        commit();
    }

    /** A commit that fails is made up for later; until then events may be handed out twice, which does no harm. */
    private void commit() {
        if (settled.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(settled, COMMIT_WAIT);
            settled.clear();
        } catch (CommitFailedException e) {
            LOG.info("Events that were dealt with go to another consumer once more: this one was taken for dead.");
            settled.clear();
        } catch (RebalanceInProgressException e) {
            LOG.debug("the commit waits until the partitions are shared out anew");
        } catch (RetriableException e) {
            LOG.warn("The commit waits for the broker ({}).", e.getClass().getSimpleName());
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Polls while all partitions are paused; what a partition that has just come brings along is put back. */
    @Override
    public void keep() {
        consumer.pause(consumer.assignment());
        ConsumerRecords<byte[], byte[]> early = consumer.poll(Duration.ZERO);
        for (TopicPartition partition : early.partitions()) {
            consumer.seek(partition, early.records(partition).get(0).offset());
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            commit();
            consumer.close(CloseOptions.timeout(COMMIT_WAIT));
        }
    }

    private final class Rebalance implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            LOG.debug("has {} more partitions", partitions.size());
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            Set<TopicPartition> gone = Set.copyOf(partitions);
            read.removeIf(message -> gone.contains(new TopicPartition(message.topic(), message.partition())));
            handedOut.keySet().removeAll(gone);
            settled.keySet().removeAll(gone);
        }
    }
}
