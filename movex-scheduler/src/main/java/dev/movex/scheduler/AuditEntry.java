package dev.movex.scheduler;

import dev.movex.core.MigrationState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was done to a migration, by whom and why. Carries no values of rows.
 *
 * @param what {@code move}, {@code move_failed}, {@code witness} (the other database saw a move), {@code
 *     auto_migrate_wanted}, {@code auto_migrate_paused}, {@code auto_migrate_resumed}, {@code auto_migrate_stopped}, {@code
 *     auto_migrate_taken_over}, {@code demotion}, {@code abort}, {@code evidence_void}, {@code rehearsal}, {@code
 *     rehearsal_failed}
 * @param at when
 * @param who who asked for it
 * @param why the reason given, or what was found
 * @param from the state before; null where no state is concerned
 * @param to the state after; null where no state is concerned
 * @param epoch the epoch that it happened under, or that a move has reached
 * @param override whether gates were overridden
 * @param gates what each gate said
 * @param seen the last entry of the other database's chain that the writer knew; null if none
 */
public record AuditEntry(
        String what,
        Instant at,
        String who,
        String why,
        @Nullable MigrationState from,
        @Nullable MigrationState to,
        long epoch,
        boolean override,
        List<GateResult> gates,
        @Nullable AuditAnchor seen) {
    static final String MOVE = "move";
    static final String WITNESS = "witness";
    static final String REHEARSAL = "rehearsal";

    private static final JsonMapper JSON = JsonMapper.shared();

    public AuditEntry {
        gates = List.copyOf(gates);
    }

    /** Creates an entry of something that is no move. */
    static AuditEntry of(String what, Instant at, String who, String why, long epoch) {
        return new AuditEntry(what, at, who, why, null, null, epoch, false, List.of(), null);
    }

    AuditEntry seeing(@Nullable AuditAnchor other) {
        return new AuditEntry(what, at, who, why, from, to, epoch, override, gates, other);
    }

    boolean move() {
        return what.equals(MOVE);
    }

    String toJson() {
        return JSON.writeValueAsString(this);
    }

    static AuditEntry ofJson(String json) {
        return JSON.readValue(json, AuditEntry.class);
    }
}
