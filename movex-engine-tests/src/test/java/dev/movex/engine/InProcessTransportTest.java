package dev.movex.engine;

import dev.movex.core.event.EventTransport;
import dev.movex.core.event.InProcessQueue;
import dev.movex.testkit.event.EventTransportContract;
import java.time.Duration;

/** The carrier inside one process. */
class InProcessTransportTest extends EventTransportContract {
    @Override
    protected EventTransport open() {
        return new InProcessQueue(10_000, Duration.ofSeconds(10));
    }
}
