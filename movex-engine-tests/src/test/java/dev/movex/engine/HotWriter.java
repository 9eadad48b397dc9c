package dev.movex.engine;

import static org.awaitility.Awaitility.await;

import dev.movex.core.access.Pauser;
import dev.movex.core.row.DirtyKey;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes one row on both sides again and again. Journal rows go a while after their transactions, as those of a double
 * writer do, so that there is hardly a moment at which none names the row.
 */
final class HotWriter implements AutoCloseable {
    private static final Duration REST = Duration.ofMillis(4);
    private static final long CLEANED_AFTER_MILLIS = 50;

    private final ScheduledExecutorService cleaner = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong written = new AtomicLong();
    private final Background<Boolean> writing;
    private volatile boolean ended;

    HotWriter(Lab lab, String sql, DirtyKey key) {
        this.writing = Background.of(() -> {
            while (!ended) {
                DualWrite write = DualWrite.of(lab, sql, key);
                write.commitBase();
                write.commitOther();
                written.incrementAndGet();
                cleaner.schedule(() -> clean(write), CLEANED_AFTER_MILLIS, TimeUnit.MILLISECONDS);
                Pauser.real().pause(REST);
            }
            return true;
        });
    }

    private static boolean clean(DualWrite write) throws SQLException {
        try (write) {
            write.clearJournal();
        }
        return true;
    }

    void awaitWrites(long more) {
        long before = written.get();
        await().until(() -> written.get() >= before + more || writing.isDone());
    }

    /** Fails if the writer met an error. */
    @Override
    public void close() throws Exception {
        ended = true;
        writing.get();
        cleaner.shutdown();
        cleaner.awaitTermination(1, TimeUnit.MINUTES);
    }
}
