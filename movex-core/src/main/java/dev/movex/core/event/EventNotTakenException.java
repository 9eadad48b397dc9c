package dev.movex.core.event;

import dev.movex.core.MovexException;
import org.jspecify.annotations.Nullable;

/** Says that an event was not taken and is still the caller's. Code {@code EVENT_NOT_TAKEN}. */
public final class EventNotTakenException extends MovexException {
    private static final long serialVersionUID = 1L;

    public EventNotTakenException(String why, @Nullable Throwable cause) {
        super("EVENT_NOT_TAKEN", why, "Publish it again; if it stays so, see whether the repair worker runs.", cause);
    }
}
