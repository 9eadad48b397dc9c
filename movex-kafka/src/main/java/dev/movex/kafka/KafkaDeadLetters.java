package dev.movex.kafka;

import dev.movex.core.event.DeadLetters;
import dev.movex.core.event.EventNotTakenException;
import dev.movex.core.event.InconsistentEvent;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Puts what can't be repaired on a topic, with the reason in headers. A message that is no event goes there as it came.
 * Thread-safe.
 */
final class KafkaDeadLetters implements DeadLetters {
    static final String REASON = "movex-reason";
    static final String TEXT = "movex-reason-text";
    static final String ORIGIN = "movex-origin";
    static final String UNREADABLE = "EVENT_UNREADABLE";

    private final KafkaTransport transport;
    private final String migration;
    private final String topic;

    KafkaDeadLetters(KafkaTransport transport, String migration, String topic) {
        this.transport = transport;
        this.migration = migration;
        this.topic = topic;
    }

    @Override
    public void bury(InconsistentEvent event, String reason) {
        int colon = reason.indexOf(':');
        ProducerRecord<byte[], byte[]> letter = letter(
                KafkaTransport.key(event.dirtyKey()),
                KafkaTransport.bytes(event.toJson()),
                colon < 0 ? reason : reason.substring(0, colon),
                reason);
        send(letter);
    }

    /** Keeps a message that is no event. */
    void buryUnread(ConsumerRecord<byte[], byte[]> message, String why) {
        ProducerRecord<byte[], byte[]> letter = letter(message.key(), message.value(), UNREADABLE, why);
        String origin = message.topic() + "-" + message.partition() + "@" + message.offset();
        letter.headers().add(ORIGIN, KafkaTransport.bytes(origin));
        send(letter);
    }

    private ProducerRecord<byte[], byte[]> letter(
            byte @Nullable [] key, byte @Nullable [] value, String reason, String text) {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(topic, key, value);
        Headers headers = letter.headers();
        headers.add(KafkaTransport.MIGRATION, KafkaTransport.bytes(migration));
        headers.add(REASON, KafkaTransport.bytes(reason));
        headers.add(TEXT, KafkaTransport.bytes(text));
        return letter;
    }

    private void send(ProducerRecord<byte[], byte[]> letter) {
        try {
            transport.send(List.of(letter));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EventNotTakenException("Interrupted while a dead letter was written.", e);
        }
    }
}
