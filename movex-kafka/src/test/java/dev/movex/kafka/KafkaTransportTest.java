package dev.movex.kafka;

import dev.movex.core.event.EventTransport;
import dev.movex.testkit.event.EventTransportContract;
import java.util.concurrent.atomic.AtomicInteger;

/** The carrier over a real broker. */
class KafkaTransportTest extends EventTransportContract {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @Override
    protected EventTransport open() {
        return KafkaTransport.open(
                "contract-" + NUMBER.incrementAndGet(), "", TestBroker.settings(TestBroker.shared()));
    }
}
