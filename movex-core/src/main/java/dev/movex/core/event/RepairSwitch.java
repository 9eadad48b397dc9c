package dev.movex.core.event;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import java.sql.SQLException;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses the repair of a migration in all processes at once: a word among its control data, which each of them looks at
 * about once a second. Thread-safe.
 */
public final class RepairSwitch implements BooleanSupplier {
    private static final Logger LOG = LoggerFactory.getLogger(RepairSwitch.class);
    private static final String KIND = "repair";
    private static final String PAUSED = "paused";
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private final EventRecords records;
    private boolean paused;
    private long nextLook = System.nanoTime();

    /** @param home the side whose control data keep the word */
    public RepairSwitch(String migration, Databases databases, Side home) {
        this.records = new EventRecords(migration, databases, home, KIND);
    }

    /** Lets nobody repair events until {@link #resume}; what is under way is finished. */
    public void pause(String who) throws SQLException {
        SortedMap<String, String> word = new TreeMap<>();
        word.put(PAUSED, who);
        records.put(word);
    }

    /** Lets repair go on. */
    public void resume() throws SQLException {
        records.deleteAll();
    }

    /** Returns whether repair is paused, or was when somebody last could tell. */
    @Override
    public synchronized boolean getAsBoolean() {
        if (System.nanoTime() - nextLook >= 0) {
            nextLook = System.nanoTime() + LOOK_NANOS;
            try {
                paused = !records.all().isEmpty();
            } catch (SQLException e) {
                LOG.debug("could not look whether repair is paused", e);
            }
        }
        return paused;
    }
}
