package dev.movex.testkit.shop;

import dev.movex.testkit.ledger.Ledger;
import java.time.InstantSource;

/** What a writer has beside a connection. Belongs to one thread, but for the ledger. */
final class WriterContext {
    private final Ledger ledger;
    private final Share share;
    private final WorkingSet memory;
    private final String name;
    private final InstantSource clock;
    private final boolean deadlocks;
    private long tokens;

    WriterContext(Ledger ledger, Share share, String name, InstantSource clock, boolean deadlocks) {
        this.ledger = ledger;
        this.share = share;
        this.memory = new WorkingSet(ledger);
        this.name = name;
        this.clock = clock;
        this.deadlocks = deadlocks;
    }

    Ledger ledger() {
        return ledger;
    }

    Share share() {
        return share;
    }

    WorkingSet memory() {
        return memory;
    }

    boolean deadlocks() {
        return deadlocks;
    }

    /** Returns a text that no row has yet. */
    String token() {
        return name + "-" + ++tokens;
    }

    long utime() {
        return clock.millis();
    }
}
