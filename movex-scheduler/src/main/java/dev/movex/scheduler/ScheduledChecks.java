package dev.movex.scheduler;

import dev.movex.core.MovexException;
import dev.movex.core.validate.ValidationScope;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the validations that {@link Checks} asks for when they are due, in one of the processes. For one thread. */
final class ScheduledChecks {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduledChecks.class);
    private static final String KIND = "check";
    private static final String WHO = "schedule";

    private final MigrationParts parts;
    private final Runs runs;
    private final Checks checks;

    ScheduledChecks(MigrationParts parts, Runs runs) {
        this.parts = parts;
        this.runs = runs;
        this.checks = parts.settings().checks();
    }

    private interface Start {
        void start();
    }

    /** Looks what is due; called while both sides are written. What finds another validation under way is due still. */
    void look() throws SQLException {
        boolean copied = parts.plan().tables().stream()
                .allMatch(table -> parts.evidence().proven().contains(table.name()));
        if (!copied) {
            return;
        }
        check("keys", checks.keysInterval(), () -> runs.startPart(ValidationScope.ALL.ofKeysOnly(), WHO));
        check("sample", checks.sampleInterval(), () -> runs.startPart(sample(), WHO));
        check("box", checks.boxInterval(), () -> runs.startBox(checks.boxTime(), WHO));
    }

    /** Each sample chooses other ranges. */
    private ValidationScope sample() {
        double share = Math.min(100, Math.max(1, checks.samplePercent())) / 100.0;
        return ValidationScope.ALL.sampled(share, parts.clock().millis());
    }

    private void check(String name, Duration interval, Start start) throws SQLException {
        if (interval.isZero() || runs.active().contains("full")) {
            return;
        }
        Instant now = parts.clock().instant();
        String last = parts.records().read(KIND).get(name);
        if (last != null && Instant.parse(last).plus(interval).isAfter(now)) {
            return;
        }
        if (last == null) {
            parts.records().put(KIND, name, now.toString());
        } else if (!parts.records().replace(KIND, name, last, now.toString())) {
            return; // another process was first
        }
        try {
            start.start();
        } catch (MovexException e) {
            LOG.debug("the check of {} waits for its next time: {}", name, e.code());
        }
    }
}
