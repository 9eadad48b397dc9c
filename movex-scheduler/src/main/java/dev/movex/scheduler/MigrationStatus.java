package dev.movex.scheduler;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What goes on. The first six are those of the original system.
 *
 * @param currentState the state's name
 * @param currentPattern the pattern's name
 * @param migrationStats the statistics
 * @param poolHealth per side ({@code src}, {@code dst}) {@code ok} or the error
 * @param poolMetrics counters of the double-write layer by name
 * @param uptimeSeconds since when this process serves the migration
 * @param epoch the number of the last change of pattern
 * @param activity what runs now: {@code full}, {@code incr}, {@code copy}, {@code auto-migrate}, {@code change}
 * @param hold why auto-migrate does not go on; null if it does or does not run
 * @param next what each gate of the way on says; empty in the last state
 * @param legalMoves the states that can be entered
 * @param tables progress per table
 * @param transitions the moves that were made
 * @param members the application processes
 * @param dirtyKeys keys that may differ: journal rows that are pending, events that wait for repair, keys it gave up on
 * @param rates what went wrong in the last window
 * @param auto what auto-migrate is wanted to do, and which process drives it; null if it is not wanted
 * @param demoted why the migration went back by itself, while nobody has resumed it; null otherwise
 * @param mode {@code double-write}, or {@code follow} where the base's log stands in for double writers
 * @param changeLog how the reading of the base's log goes; null if it is not read
 * @param lastErrors the last errors of this process, the latest first
 */
public record MigrationStatus(
        @JsonProperty("current_state") String currentState,
        @JsonProperty("current_pattern") String currentPattern,
        @JsonProperty("migration_stats") MigrationStats migrationStats,
        @JsonProperty("pool_health") Map<String, String> poolHealth,
        @JsonProperty("pool_metrics") Map<String, Object> poolMetrics,
        @JsonProperty("uptime") double uptimeSeconds,
        @JsonProperty("epoch") long epoch,
        @JsonProperty("activity") List<String> activity,
        @JsonProperty("hold") @Nullable String hold,
        @JsonProperty("next_gates") List<GateResult> next,
        @JsonProperty("legal_moves") List<String> legalMoves,
        @JsonProperty("tables") List<TableProgress> tables,
        @JsonProperty("transitions") List<Transition> transitions,
        @JsonProperty("members") List<MemberStatus> members,
        @JsonProperty("dirty_keys") long dirtyKeys,
        @JsonProperty("rates") Rates rates,
        @JsonProperty("auto_migrate") @Nullable AutoWanted auto,
        @JsonProperty("demoted") @Nullable String demoted,
        @JsonProperty("mode") String mode,
        @JsonProperty("change_log") @Nullable ChangeLogStatus changeLog,
        @JsonProperty("last_errors") List<LastError> lastErrors) {}
