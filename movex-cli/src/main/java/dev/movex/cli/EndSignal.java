package dev.movex.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Waits for TERM or INT, by which a command that runs on is told to end. Closing it gives them back. It is no shutdown hook:
 * servers have hooks of their own, and would be gone before those who work with them have ended.
 */
public final class EndSignal implements AutoCloseable {
    private final CountDownLatch given = new CountDownLatch(1);
    private final Map<Signal, SignalHandler> before = new LinkedHashMap<>();

    /** Listens from now on. */
    public EndSignal() {
        for (String name : List.of("TERM", "INT")) {
            Signal signal = new Signal(name);
            before.put(signal, Signal.handle(signal, heard -> given.countDown()));
        }
    }

    /** Waits until one is given. */
    public void await() throws InterruptedException {
        given.await();
    }

    /** Waits a second at most; returns whether one was given. */
    boolean awaitSecond() throws InterruptedException {
        return given.await(1, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        before.forEach(Signal::handle);
    }
}
