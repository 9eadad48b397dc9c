package dev.movex.scheduler;

import dev.movex.core.access.Databases;
import dev.movex.core.access.Pauser;
import dev.movex.core.event.DeadLetterBox.Letter;
import dev.movex.core.event.DeadLetterRecords;
import dev.movex.core.event.DeadLetters;
import dev.movex.core.event.EventOutbox;
import dev.movex.core.event.EventPublisher;
import dev.movex.core.event.EventTransport;
import dev.movex.core.event.InProcessQueue;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** The way from those who find to those who repair, and what is left over of it. Thread-safe. */
interface EventLine extends AutoCloseable {
    EventPublisher publisher();

    EventTransport transport();

    /** Returns what is told of rows that repair gave up on, and of rows that are settled. */
    DeadLetters deadLetters();

    /** Reads what processes before this one gave up on. */
    default void load() throws SQLException {}

    List<Letter> letters() throws SQLException;

    long dead() throws SQLException;

    void forgetDead() throws SQLException;

    /** Returns how many events are not settled; -1 if nobody can tell. */
    long queued() throws SQLException;

    /** Returns whether events don't get on, so that nobody need wait for their repair. */
    boolean stuck();

    @Override
    void close() throws InterruptedException;

    /** Ends with the process, and needs no one else. */
    static EventLine inProcess(Records records) {
        InProcessQueue queue = new InProcessQueue(10_000, Duration.ofSeconds(10));
        DeadLetterBook book = new DeadLetterBook(records);
        return new EventLine() {
            @Override
            public EventPublisher publisher() {
                return queue;
            }

            @Override
            public EventTransport transport() {
                return queue;
            }

            @Override
            public DeadLetters deadLetters() {
                return book;
            }

            @Override
            public void load() throws SQLException {
                book.load();
            }

            @Override
            public List<Letter> letters() {
                return book.letters();
            }

            @Override
            public long dead() {
                return book.size();
            }

            @Override
            public void forgetDead() {
                book.clear();
            }

            @Override
            public long queued() {
                return queue.lag().orElseThrow();
            }

            @Override
            public boolean stuck() {
                return false;
            }

            @Override
            public void close() {
                queue.close();
            }
        };
    }

    /** Goes over a transport: what is found is durable first, and what repair gave up on is seen by all processes. */
    static EventLine over(EventTransport transport, String migration, Databases databases) {
        EventOutbox outbox = new EventOutbox(migration, databases, Records.HOME, transport, Pauser.real());
        DeadLetterRecords records = new DeadLetterRecords(migration, databases, Records.HOME, Clock.systemUTC());
        outbox.start();
        return new EventLine() {
            @Override
            public EventPublisher publisher() {
                return outbox;
            }

            @Override
            public EventTransport transport() {
                return transport;
            }

            @Override
            public DeadLetters deadLetters() {
                return DeadLetters.both(records, transport.deadLetters());
            }

            @Override
            public List<Letter> letters() throws SQLException {
                return records.letters();
            }

            @Override
            public long dead() throws SQLException {
                return records.size();
            }

            @Override
            public void forgetDead() throws SQLException {
                records.clear();
            }

            @Override
            public long queued() throws SQLException {
                OptionalLong lag = transport.lag();
                return lag.isEmpty() ? -1 : outbox.pending() + lag.getAsLong();
            }

            @Override
            public boolean stuck() {
                return outbox.failing();
            }

            @Override
            public void close() throws InterruptedException {
                outbox.close();
            }
        };
    }
}
