package dev.movex.springboot;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.movex.core.MigrationState;
import dev.movex.core.control.AuditReport;
import dev.movex.core.control.MemberHealth;
import dev.movex.core.control.MemberInfo;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.scheduler.AutoWanted;
import dev.movex.scheduler.ChangeLogStatus;
import dev.movex.scheduler.DryRun;
import dev.movex.scheduler.GateResult;
import dev.movex.scheduler.LegalMoves;
import dev.movex.scheduler.Migration;
import dev.movex.scheduler.Transition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code /api/v1} answers, where it is not a record of the scheduler's. */
final class Views {
    private static final int MOST_TRANSACTIONS = 50;

    private Views() {}

    /** A migration; asks no database. */
    record MigrationView(
            String name,
            String state,
            String pattern,
            long epoch,
            List<String> activity,
            @Nullable String hold,
            List<String> legalMoves,
            String mode,
            @Nullable ChangeLogStatus changeLog) {
        static MigrationView of(Migration migration) {
            return new MigrationView(
                    migration.name(),
                    migration.state().wire(),
                    migration.state().pattern().wire(),
                    migration.epoch(),
                    migration.activity(),
                    migration.hold(),
                    LegalMoves.from(migration.state()).stream()
                            .map(MigrationState::wire)
                            .toList(),
                    migration.follows() ? "follow" : "double-write",
                    migration.changeLog());
        }
    }

    /** Whether the sides answer that the pattern needs; per side {@code ok} or the error. */
    record HealthView(boolean up, List<String> needed, Map<String, String> sides) {}

    /** What each gate of a move says. */
    record GatesView(String from, String to, boolean legal, boolean passed, List<GateResult> gates) {}

    /** A move, made or looked at. */
    record MoveView(
            String from,
            String to,
            boolean made,
            boolean legal,
            boolean passed,
            long epoch,
            @Nullable Instant at,
            @Nullable Double pauseMs,
            List<GateResult> gates,
            List<String> steps) {
        static MoveView made(Transition move) {
            return new MoveView(
                    move.from().wire(),
                    move.to().wire(),
                    true,
                    true,
                    move.gates().stream().allMatch(GateResult::passed),
                    move.epoch(),
                    move.at(),
                    move.pauseMillis(),
                    move.gates(),
                    List.of());
        }

        static MoveView wouldBe(Migration migration, MigrationState to) {
            MigrationState from = migration.state();
            DryRun run = migration.dryRuns().move(to);
            return new MoveView(
                    from.wire(),
                    to.wire(),
                    false,
                    LegalMoves.from(from).contains(to),
                    run.possible(),
                    migration.epoch(),
                    null,
                    null,
                    run.gates(),
                    run.steps());
        }
    }

    /** An open transaction, without values. */
    record TransactionView(String thread, String sql, long ageMs, long epoch) {}

    /** An application process; of its open transactions the oldest 50. Whoever is gone serves nobody. */
    record MemberView(
            String id,
            String pattern,
            long epoch,
            boolean gone,
            long lastSeenMs,
            int openTransactions,
            List<TransactionView> oldest,
            String breaker,
            long journalRows,
            long journalAgeMs,
            Map<String, String> reach) {
        static MemberView of(MemberInfo member) {
            var open = member.open();
            MemberHealth health = member.health();
            return new MemberView(
                    member.id(),
                    member.pattern().wire(),
                    member.epoch(),
                    member.gone(),
                    member.lastSeen().toMillis(),
                    open.size(),
                    open.stream()
                            .limit(MOST_TRANSACTIONS)
                            .map(t -> new TransactionView(
                                    t.thread(), t.sql(), t.age().toMillis(), t.epoch()))
                            .toList(),
                    health.breaker(),
                    health.journalRows(),
                    health.journalAgeMillis(),
                    health.reach());
        }
    }

    /** A difference that was confirmed under locks. */
    record InconsistencyView(
            long number,
            @Nullable Long id,
            String direction,
            String type,
            String table,
            List<String> key,
            long epoch,
            String run,
            Instant seenAt,
            List<String> columns,
            @Nullable String reason) {
        static InconsistencyView of(long number, InconsistentEvent event, @Nullable String reason) {
            return new InconsistencyView(
                    number,
                    event.id(),
                    event.direction().name(),
                    event.type().wire(),
                    event.table(),
                    event.key().values(),
                    event.epoch(),
                    event.run(),
                    event.seenAt(),
                    event.columns(),
                    reason);
        }
    }

    /** A line of evidence or of the trail, as it was written. */
    record RecordView(long number, Object entry) {}

    /** A SQL text with {@code ?} for each value, and how it is mirrored. */
    record StatementView(
            String sql, @JsonProperty("class") String kind, String reason, long count, List<String> tables) {
        static StatementView of(AuditReport.Text text) {
            return new StatementView(text.sql(), text.kind(), text.reason(), text.count(), text.tables());
        }
    }

    /** What the application sends, a page at a time. */
    record SqlAuditView(
            long denied,
            long dropped,
            Map<String, Double> shares,
            List<StatementView> items,
            @Nullable String next) {}

    /** A value: whether it is NULL, how many characters it has, and itself if it may be shown. */
    record CellView(boolean isNull, int length, @Nullable String value) {}

    /** One column of a row on both sides; a side without the row has no cell. */
    record ColumnView(
            String column,
            boolean differs,
            @Nullable CellView source,
            @Nullable CellView target) {}

    /** A row on both sides as it is now. */
    record RowView(
            String table,
            List<String> key,
            boolean masked,
            boolean onSource,
            boolean onTarget,
            List<ColumnView> columns) {}

    /** Body of a new move. */
    record MoveBody(
            String to,
            @Nullable String why,
            @Nullable Boolean override,
            @Nullable Boolean dryRun) {}

    /** Body of a new run. */
    record RunBody(
            String kind,
            @Nullable Long utime,
            @Nullable Long interval,
            @Nullable List<String> tables,
            @Nullable Long percent,
            @Nullable Long seed,
            @Nullable Boolean keysOnly,
            @Nullable Long box) {}

    /** Body that lets auto-migrate begin. */
    record AutoBody(@Nullable String until) {}

    /** Body that asks for a rehearsal. */
    record RehearsalBody(@Nullable Long rounds, @Nullable String why) {}

    /** Body that gives a reason. */
    record WhyBody(String why) {}

    /** Whether a migration walks by itself, how far, and what it waits for. */
    record AutoView(
            boolean wanted,
            @Nullable AutoWanted walk,
            @Nullable String hold) {
        static AutoView of(Migration migration) {
            AutoWanted wanted = migration.wanted();
            return new AutoView(wanted != null, wanted, migration.hold());
        }
    }
}
