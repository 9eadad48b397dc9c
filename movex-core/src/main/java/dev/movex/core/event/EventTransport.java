package dev.movex.core.event;

import java.util.OptionalLong;

/**
 * Carries events from those who publish to those who repair. A new broker is one class that implements this, and one
 * subclass of the contract test in the test kit. Thread-safe; each consumer is for one thread.
 *
 * <p>An event is handed out at least once, until it is settled. Events of one row come in the order in which they were
 * published, and are with one consumer at a time, as far as the carrier can tell who lives: locks of rows keep two repairs
 * apart when it is wrong.
 */
public interface EventTransport extends EventPublisher, AutoCloseable {
    /** Opens a consumer. All consumers of a migration, in whatever process, share its events. */
    EventConsumer subscribe();

    /** Returns where the carrier keeps what can't be repaired; may forget it if the carrier has no such place. */
    DeadLetters deadLetters();

    /** Returns how many events have been published and not settled; empty if nobody can tell now. */
    OptionalLong lag();

    /** Ends publishing. Consumers are closed by those who opened them, before. */
    @Override
    void close();
}
