package dev.movex.core.control;

import dev.movex.core.MigrationState;
import dev.movex.core.Pattern;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;

/**
 * A change of pattern that has begun, kept in both control rows until it has ended, so that whoever finds it can finish
 * it or go back.
 *
 * @param from the pattern that is left
 * @param to the pattern that is entered
 * @param state the state that is reached with it
 * @param epoch the epoch under which {@code to} holds
 * @param deadline when members stop holding new transactions, whatever happens
 * @param who the one who asked for it
 * @param why the reason
 * @param note what else whoever finishes the change must write down of how it was asked for; empty if nothing
 */
public record Intent(
        Pattern from,
        Pattern to,
        MigrationState state,
        long epoch,
        Instant deadline,
        String who,
        String why,
        String note) {
    private static final JsonMapper JSON = JsonMapper.shared();

    public Intent {
        note = note == null ? "" : note; // an older version wrote none
    }

    /** Creates an intent without a note. */
    public Intent(
            Pattern from, Pattern to, MigrationState state, long epoch, Instant deadline, String who, String why) {
        this(from, to, state, epoch, deadline, who, why, "");
    }

    /** Returns the intent as JSON, the form in which control rows keep it. */
    public String toJson() {
        return JSON.writeValueAsString(this);
    }

    /** Returns the intent that {@link #toJson} wrote. */
    public static Intent ofJson(String json) {
        return JSON.readValue(json, Intent.class);
    }

    /** Returns what tells this change from others, also from one that was undone before it reached an epoch. */
    public String id() {
        return epoch + "-" + deadline.toEpochMilli();
    }

    /** Returns whether another side answers the application afterwards. */
    public boolean changesPrimary() {
        return from.primary() != to.primary();
    }
}
