package dev.movex.scheduler;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.control.ControlRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes a change of a table's definition on both sides, in the order that its kind asks for, and sees to it that nothing that
 * was proven of the table before counts afterwards. Processes that have the migration open know the old plan; until each has
 * opened it anew the gate {@code plan} does not let the authority move. Thread-safe.
 */
public final class SchemaChanges {
    private static final String KIND = "ddl";
    private static final String COUNT = "count";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final Databases databases;
    private final Records records;
    private final JdbcControlStore store;
    private final AuditTrail trail;
    private final Clock clock;

    public SchemaChanges(String migration, Databases databases) {
        this.databases = databases;
        this.records = new Records(migration, databases);
        this.store = new JdbcControlStore(migration, databases);
        this.clock = Clock.systemUTC();
        this.trail = new AuditTrail(migration, databases, clock);
    }

    /** Returns what {@link #make} would do, in order. Changes nothing. */
    public List<String> steps(SchemaChange change) throws SQLException {
        Side first = change.first(open().pattern().primary());
        List<String> steps = new ArrayList<>();
        for (Side side : List.of(first, first.other())) {
            steps.add("on the " + side.label() + ", waiting for locks " + LONGEST_WAIT.toSeconds() + " s at most: "
                    + change.on(side));
        }
        steps.add("void the copy's proof of " + change.table() + " and the full validations");
        steps.add("hold the gates of the authority until every process has opened the migration anew");
        return steps;
    }

    /**
     * Makes the change. What one side has taken stays there when the other one refuses: mend the cause and make the other
     * half alone, or undo the first.
     *
     * @throws MovexException with code {@code NOT_INSTALLED}, {@code CHANGE_UNDER_WAY} or {@code SCHEMA_CHANGE_FAILED}
     */
    public void make(SchemaChange change, String who, String why) throws SQLException {
        ControlRow open = open();
        Side first = change.first(open.pattern().primary());
        run(first, change, "nothing was changed");
        run(first.other(), change, "the " + first.label() + " has it already");
        String proof = records.read(EvidenceBook.PROOF).get(change.table());
        if (proof != null) {
            records.delete(EvidenceBook.PROOF, change.table(), proof);
        }
        records.delete(EvidenceBook.FULL);
        records.put(KIND, COUNT, Long.toString(made(records) + 1));
        trail.look();
        trail.note(
                AuditEntry.of("schema_change", clock.instant(), who, why + " (" + change.table() + ")", open.epoch()));
    }

    /** Returns how many changes were made so far. */
    static long made(Records records) throws SQLException {
        Map<String, String> counts = records.read(KIND);
        return Long.parseLong(counts.getOrDefault(COUNT, "0"));
    }

    private ControlRow open() throws SQLException {
        for (Side side : Side.values()) {
            ControlRow row = store.read(side).orElse(null);
            if (row != null && row.open() && row.intent() == null) {
                return row;
            }
            if (row != null && row.intent() != null) {
                throw new MovexException(
                        "CHANGE_UNDER_WAY", "A change of pattern is under way.", "Wait until it has ended.");
            }
        }
        throw new MovexException(
                "NOT_INSTALLED", "There is no such migration in these databases.", "Look by movex uninstall.");
    }

    private void run(Side side, SchemaChange change, String otherwise) throws SQLException {
        try (Connection connection = databases.dataSource(side).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(databases.dialect(side).boundSchemaLocks(LONGEST_WAIT));
            statement.execute(change.on(side));
        } catch (SQLException e) {
            throw new MovexException(
                    "SCHEMA_CHANGE_FAILED",
                    "The " + side.label() + " did not take the change of " + change.table() + ": "
                            + databases.dialect(side).describe(e) + "; " + otherwise + ".",
                    "Mend the cause and ask again for what is missing.",
                    e);
        }
    }
}
