package dev.movex.kafka;

import static org.awaitility.Awaitility.await;

import dev.movex.testkit.kafka.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Messages as other programs write and read them. */
final class TestMessages {
    private TestMessages() {}

    static void send(KafkaBroker broker, String topic, @Nullable String key, String text) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.servers()), new StringSerializer(), new StringSerializer());
                Admin admin = broker.admin()) {
            await().until(() -> admin.listTopics().names().get().contains(topic));
            producer.send(new ProducerRecord<>(topic, key, text)).get();
        }
    }

    /** Reads a topic from its beginning, until as many messages have come. */
    static List<ConsumerRecord<byte[], byte[]>> read(KafkaBroker broker, String topic, int count) {
        List<ConsumerRecord<byte[], byte[]>> messages = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.servers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            consumer.seekToBeginning(consumer.assignment());
            await().until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(messages::add);
                return messages.size() >= count;
            });
        }
        return messages;
    }

    static String header(ConsumerRecord<?, ?> message, String name) {
        return new String(message.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
