package dev.movex.springboot;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * What goes to one listener: a queue with a bound, and a thread that empties it onto the line. A listener who is slower
 * than the bound allows is cut off; when it comes back it is told what it has missed. Thread-safe.
 */
final class EventStream {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final EventFeed.Event END = new EventFeed.Event("", "", "");

    private final BlockingQueue<EventFeed.Event> queue;
    private final Duration heartbeat;
    private final Consumer<EventStream> ended;
    private volatile boolean over;

    EventStream(int bound, Duration heartbeat, Consumer<EventStream> ended) {
        this.queue = new ArrayBlockingQueue<>(bound);
        this.heartbeat = heartbeat;
        this.ended = ended;
    }

    void offer(EventFeed.Event event) {
        if (!over && !queue.offer(event)) {
            end();
        }
    }

    /** Forgets what waits, and ends: who is too slow gets it when it comes back. */
    void end() {
        over = true;
        do {
            queue.clear();
        } while (!queue.offer(END));
    }

    boolean ended() {
        return over;
    }

    ServerResponse open() {
        return ServerResponse.sse(
                line -> {
                    line.onComplete(this::end);
                    line.onTimeout(this::end);
                    line.onError(error -> end());
                    Thread thread = new Thread(() -> send(line), "movex-event-stream");
                    thread.setDaemon(true);
                    thread.start();
                },
                Duration.ZERO);
    }

    private void send(ServerResponse.SseBuilder line) {
        try {
            while (true) {
                EventFeed.Event event = queue.poll(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
                if (event == END) {
                    line.complete();
                    return;
                }
                if (event == null) {
                    line.comment("nothing new").send();
                } else {
                    line.id(event.id()).event(event.name()).data(event.data());
                }
            }
        } catch (IOException | IllegalStateException e) {
            // the listener has gone
            complete(line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            complete(line);
        } finally {
            over = true;
            ended.accept(this);
        }
    }

    private static void complete(ServerResponse.SseBuilder line) {
        try {
            line.complete();
        } catch (IllegalStateException e) {
            LOG.trace("the server has closed the line already", e);
        }
    }
}
