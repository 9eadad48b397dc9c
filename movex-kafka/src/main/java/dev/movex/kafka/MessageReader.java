package dev.movex.kafka;

import dev.movex.core.MovexException;
import dev.movex.core.event.InconsistentEvent;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Makes events of messages; what is no event goes to the dead letters at once. Thread-safe. */
final class MessageReader {
    private final String migration;
    private final String usualTable;
    private final KafkaDeadLetters letters;

    MessageReader(String migration, String usualTable, KafkaDeadLetters letters) {
        this.migration = migration;
        this.usualTable = usualTable;
        this.letters = letters;
    }

    /**
     * Returns the event of a message; empty if there is nothing to repair here, since it is for another migration or was
     * buried.
     *
     * @throws dev.movex.core.event.EventNotTakenException if it had to be buried and could not be
     */
    Optional<InconsistentEvent> read(ConsumerRecord<byte[], byte[]> message) {
        Header named = message.headers().lastHeader(KafkaTransport.MIGRATION);
        if (named != null && !migration.equals(new String(named.value(), StandardCharsets.UTF_8))) {
            return Optional.empty();
        }
        byte[] value = message.value();
        String text = value == null ? "" : new String(value, StandardCharsets.UTF_8);
        try {
            return Optional.of(InconsistentEvent.ofJson(text, usualTable));
        } catch (MovexException e) {
            letters.buryUnread(message, e.problem());
            return Optional.empty();
        }
    }
}
