package dev.movex.kafka;

import dev.movex.testkit.kafka.KafkaBroker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.CommonClientConfigs;
import org.awaitility.Awaitility;

/** The broker that the tests of a JVM share; those that end it start one of their own. */
final class TestBroker {
    /** A consumer that is gone is missed within seconds. */
    static final Map<String, String> SOON = Map.of(
            CommonClientConfigs.SESSION_TIMEOUT_MS_CONFIG,
            "3000",
            CommonClientConfigs.HEARTBEAT_INTERVAL_MS_CONFIG,
            "500");

    private static final AtomicLong NUMBER = new AtomicLong();

    static {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(120));
    }

    /** Started when a test asks first. */
    private static final class Shared {
        private static final KafkaBroker BROKER = KafkaBroker.start();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(BROKER::close));
        }
    }

    private TestBroker() {}

    static KafkaBroker shared() {
        return Shared.BROKER;
    }

    /** Returns settings with topics of their own, whose consumers are missed soon. */
    static KafkaSettings settings(KafkaBroker broker) {
        String topic = "dbMove-" + NUMBER.incrementAndGet();
        return KafkaSettings.of(broker.servers())
                .withTopics(topic, topic + ".dead")
                .withNewTopics(6, 1)
                .withPublishWait(Duration.ofSeconds(30))
                .withClient(SOON);
    }
}
