package dev.movex.doublewrite;

import dev.movex.core.control.Assignment;
import dev.movex.core.control.OpenTransaction;
import java.time.Duration;

/** An open transaction, as the gate knows it. Created and ended by {@link Gate}; the SQL text may be read by any thread. */
final class Ticket {
    private final Assignment assignment;
    private final Thread thread;
    private final long began;
    private volatile String sql;
    private volatile boolean applicationDone;

    Ticket(Assignment assignment, Thread thread, long began, String sql) {
        this.assignment = assignment;
        this.thread = thread;
        this.began = began;
        this.sql = sql;
    }

    Assignment assignment() {
        return assignment;
    }

    void sql(String shown) {
        sql = shown;
    }

    /** Marks that the application is done with it and only Movex's own work is left. */
    void applicationDone() {
        applicationDone = true;
    }

    boolean heldBy(Thread other) {
        return thread == other && !applicationDone;
    }

    long began() {
        return began;
    }

    OpenTransaction describe(String member, long now) {
        return new OpenTransaction(member, thread.getName(), sql, Duration.ofNanos(now - began), assignment.epoch());
    }
}
