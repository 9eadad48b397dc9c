package dev.movex.kafka;

import dev.movex.testkit.kafka.KafkaBroker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.CommonClientConfigs;
import org.awaitility.Awaitility;

/** The broker that the tests of a JVM share; those that end it start one of their own. */
final class TestBroker {
    private static final AtomicLong NUMBER = new AtomicLong();
    private static final KafkaBroker SHARED = KafkaBroker.start();

    static {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(90));
        Runtime.getRuntime().addShutdownHook(new Thread(SHARED::close));
    }

    private TestBroker() {}

    static KafkaBroker shared() {
        return SHARED;
    }

    /** Returns settings with topics of their own, whose consumers are missed soon. */
    static KafkaSettings settings(KafkaBroker broker) {
        String topic = "dbMove-" + NUMBER.incrementAndGet();
        return KafkaSettings.of(broker.servers())
                .withTopics(topic, topic + ".dead")
                .withNewTopics(6, 1)
                .withPublishWait(Duration.ofSeconds(4))
                .withClient(Map.of(
                        CommonClientConfigs.SESSION_TIMEOUT_MS_CONFIG,
                        "3000",
                        CommonClientConfigs.HEARTBEAT_INTERVAL_MS_CONFIG,
                        "500"));
    }
}
