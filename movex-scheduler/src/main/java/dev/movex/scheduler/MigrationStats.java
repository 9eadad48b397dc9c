package dev.movex.scheduler;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of a migration. The first six are those of the original system.
 *
 * @param startTime when the migration was installed; null before
 * @param currentState the state's name
 * @param fullValidationRuns full validations that have ended
 * @param incrValidationRuns incremental windows that have ended
 * @param dataDiscrepancies inconsistencies that were confirmed under locks
 * @param lastError the last error of the scheduler's own work; null if none
 * @param rowsCopied rows that the copy has added
 * @param repaired rows that repair has changed, added or deleted on the secondary
 * @param deadLetters keys that repair gave up on
 * @param eventsPublished inconsistency events
 * @param journalRows journal rows that are pending on the primary
 * @param journalAgeMillis the age of the oldest
 */
public record MigrationStats(
        @JsonProperty("start_time") @Nullable Instant startTime,
        @JsonProperty("current_state") String currentState,
        @JsonProperty("full_validation_runs") long fullValidationRuns,
        @JsonProperty("incr_validation_runs") long incrValidationRuns,
        @JsonProperty("data_discrepancies") long dataDiscrepancies,
        @JsonProperty("last_error") @Nullable String lastError,
        @JsonProperty("rows_copied") long rowsCopied,
        @JsonProperty("repaired") long repaired,
        @JsonProperty("dead_letters") long deadLetters,
        @JsonProperty("events_published") long eventsPublished,
        @JsonProperty("journal_rows") long journalRows,
        @JsonProperty("journal_age_ms") long journalAgeMillis) {}
