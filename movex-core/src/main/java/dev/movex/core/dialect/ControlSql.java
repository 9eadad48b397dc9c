package dev.movex.core.dialect;

import java.sql.SQLException;
import java.util.List;

/**
 * The statements on Movex's own tables. Parameters are named in the order in which they are bound. Implementations are
 * immutable.
 */
public interface ControlSql {
    /** Creates Movex's tables unless they exist. */
    List<String> create();

    /**
     * A change of Movex's own tables that has come after their first version. Members of the version before go on working
     * with the changed tables.
     *
     * @param version the version that is reached with it
     * @param done reads a number above 0 if it has been made
     * @param statement makes it
     */
    record Upgrade(int version, String done, String statement) {}

    /** Returns the changes of Movex's own tables since their first version, in order. */
    List<Upgrade> upgrades();

    /** Drops Movex's tables if they exist. */
    List<String> drop();

    /** Reads a number above 0 if Movex's tables exist. */
    String installed();

    /** Reads the names of what lives in Movex's schema, in the form that statements use. Yields nothing if it is gone. */
    String listObjects();

    /** Reads migration, epoch, pattern, open, state, intent of all control rows in the order of the first. */
    String listControl();

    /** Deletes all rows of a migration, the control row last. Parameters of each: migration. */
    default List<String> deleteMigration() {
        return List.of(
                "DELETE FROM movex.log WHERE migration = ?",
                "DELETE FROM movex.record WHERE migration = ?",
                "DELETE FROM movex.journal WHERE migration = ?",
                "DELETE FROM movex.control WHERE migration = ?");
    }

    /** Reads epoch, pattern, open, state, intent of a migration's control row. Parameters: migration. */
    String readControl();

    /**
     * Writes a control row. Parameters: epoch, pattern, open, state, intent, migration, then the expected epoch, open
     * and intent.
     */
    String updateControl();

    /** Creates a control row unless it exists. Parameters: migration, epoch, pattern, open, state. */
    String insertControl();

    /** Deletes a control row. Parameters: migration. */
    default String deleteControl() {
        return "DELETE FROM movex.control WHERE migration = ?";
    }

    /**
     * Joins those who passed the fence; ends when their transaction does. Waits while someone closes it. Empty where the
     * check itself is a lock. Parameters: the fence's number.
     */
    String joinFence();

    /**
     * Waits until all who passed the fence have ended, and keeps others out until the transaction ends. Parameters: the
     * fence's number, or the migration where {@link #joinFence} is empty.
     */
    String closeFence();

    /**
     * Reads the ids of the sessions that have passed the fence, or close it, and whose transactions have not ended. Empty
     * where the server does not tell. Parameters: the fence's number.
     */
    default String fenceHolders() {
        return "";
    }

    /**
     * Reads the ids of the sessions for whose row locks another session waits now, where the fence is such a lock. Empty
     * where {@link #fenceHolders} tells. Parameters: the id of the one that waits.
     */
    default String fenceBlockers() {
        return "";
    }

    /** Ends a session of the same user, whatever it does. Parameters: its id. */
    String endSession();

    /** Returns whether the error is how the server says that there is no session to be ended. */
    default boolean sessionGone(SQLException error) {
        return false;
    }

    /** The function that tells the own session's id. */
    String sessionId();

    /** Reads the id and the age in milliseconds of the sessions of this server that the user may see; 0 if no age is known. */
    String readSessions();

    /**
     * Reads of all sessions of applications that work in this database: id, user, address, program, whether it may write one
     * of the tables, and a mark of the transaction in which it has written one, if that is open, or an empty text. Fails,
     * or yields less, without the privilege. Parameters: the tables, as {@code schema.name}, one a line.
     */
    String readWriters();

    /** Reads a number above 0 if the user may see what others do. Fails, or reads 0, if not. */
    String seesOthers();

    /** The name of the privilege that {@link #seesOthers} asks for. */
    String seesOthersPrivilege();

    /**
     * Bounds the waits of the current transaction, or of the session until it is made canonical anew. Parameters: none;
     * the milliseconds are part of the text.
     */
    String boundWaits(long millis);

    /**
     * Checks that this side is at an epoch and open or closed: yields a row if it is. Parameters: migration, epoch, open.
     *
     * @param snapshot whether the transaction keeps one snapshot for all its statements
     */
    String checkFence(boolean snapshot);

    /**
     * Writes a journal row if this side is open at an epoch, and yields its id; yields nothing if it is not.
     * Parameters: member, keys, migration, epoch. Where {@link #journalTakesId}, they are: id, member, keys, migration,
     * migration, epoch; nothing is yielded, and the statement fails as {@link #closedFence} tells if the side is not open at the epoch.
     */
    String journal(boolean snapshot);

    /** Returns whether the writer of a journal row decides on its id. */
    boolean journalTakesId();

    /**
     * Joins the fence, writes a journal row if this side is open at an epoch, and commits, all in one text that yields
     * the row's id as its last result but one, unless it is given; fails, and does not commit, if the side is not. For
     * connections that take several statements in one text. Parameters: the fence's number where it is joined by one,
     * the row's id where it is given, member, keys, migration, migration, epoch.
     */
    String journalAndCommit(boolean snapshot);

    /**
     * Returns what puts the session into auto-commit mode at the end of {@link #journalAndCommit}, if that spares a trip
     * and the driver notices; else an empty text.
     */
    default String thenAutoCommit() {
        return "";
    }

    /** Returns whether the error is how a journal row says that the side is not open at the epoch. */
    boolean closedFence(SQLException error);

    /** Reads id, epoch, keys, age in milliseconds of journal rows in the order of id. Parameters: migration, limit. */
    String readJournal();

    /** As {@link #readJournal}, of rows above an id. Parameters: migration, id, limit. */
    String readJournalAfter();

    /** Reads the ids of journal rows in their order. Parameters: migration. */
    default String readJournalIds() {
        return "SELECT id FROM movex.journal WHERE migration = ? ORDER BY id";
    }

    /** Reads id and keys of journal rows. Parameters: as many ids as were named. */
    String readJournalKeys(int ids);

    /** Deletes journal rows. Parameters: as many ids as were named. */
    String deleteJournal(int ids);

    /** Reads the number of journal rows and the age of the oldest in milliseconds. Parameters: migration. */
    String journalDepth();

    /** Writes a record whether or not it exists. Parameters: migration, kind, name, body. */
    String putRecord();

    /**
     * Writes a record whether or not it exists, and announces it where {@link Dialect#push} hears. Parameters: migration,
     * kind, name, body.
     */
    default String putRecordAndPush(Push.Topic topic) {
        return putRecord();
    }

    /** As {@link #putRecordAndPush}, but fails if the record exists. */
    default String insertRecordAndPush(Push.Topic topic) {
        return "INSERT INTO movex.record (migration, kind, name, body) VALUES (?, ?, ?, ?)";
    }

    /** Reads body and age in milliseconds of a record, and locks it. Parameters: migration, kind, name. */
    String lockAgedRecord();

    /** Reads name, body and age in milliseconds of the records of a kind. Parameters: migration, kind. */
    String readAgedRecords();

    /** Deletes a record. Parameters: migration, kind, name. */
    default String deleteRecordByName() {
        return "DELETE FROM movex.record WHERE migration = ? AND kind = ? AND name = ?";
    }

    /** Reads name and body of the records of a kind. Parameters: migration, kind. */
    default String readRecords() {
        return "SELECT name, body FROM movex.record WHERE migration = ? AND kind = ? ORDER BY name";
    }

    /** Reads name and body of records of a kind whose names come after one, in their order. Parameters: migration, kind, name, limit. */
    default String readRecordsAfter() {
        return "SELECT name, body FROM movex.record WHERE migration = ? AND kind = ? AND name > ? ORDER BY name LIMIT ?";
    }

    /** Counts the records of a kind. Parameters: migration, kind. */
    default String countRecords() {
        return "SELECT count(*) FROM movex.record WHERE migration = ? AND kind = ?";
    }

    /** Reads the body of a record and keeps others from changing it. Parameters: migration, kind, name. */
    default String lockRecord() {
        return "SELECT body FROM movex.record WHERE migration = ? AND kind = ? AND name = ? FOR UPDATE";
    }

    /** Replaces a record's body if it is as expected. Parameters: body, migration, kind, name, expected body. */
    default String replaceRecord() {
        return "UPDATE movex.record SET body = ? WHERE migration = ? AND kind = ? AND name = ? AND body = ?";
    }

    /** Deletes a record if its body is as expected. Parameters: migration, kind, name, expected body. */
    default String deleteRecord() {
        return "DELETE FROM movex.record WHERE migration = ? AND kind = ? AND name = ? AND body = ?";
    }

    /** Deletes the records of a kind. Parameters: migration, kind. */
    default String deleteRecords() {
        return "DELETE FROM movex.record WHERE migration = ? AND kind = ?";
    }

    /**
     * Reads migration and name of the records of a kind that other migrations have which are not completed. Parameters:
     * kind, migration.
     */
    default String recordsOfOthers() {
        return "SELECT r.migration, r.name FROM movex.record r JOIN movex.control c ON c.migration = r.migration"
                + " WHERE r.kind = ? AND r.migration <> ? AND c.state <> 'completed'";
    }

    /** Appends to the log. Parameters: migration, kind, body. */
    default String appendLog() {
        return "INSERT INTO movex.log (migration, kind, body) VALUES (?, ?, ?)";
    }

    /** Reads the bodies of a kind in the order in which they were appended. Parameters: migration, kind. */
    default String readLog() {
        return "SELECT body FROM movex.log WHERE migration = ? AND kind = ? ORDER BY id";
    }

    /** Reads the ids of some journal rows of a migration, without waiting for anybody's locks. Parameters: migration, limit. */
    default String journalIds() {
        return "SELECT id FROM movex.journal WHERE migration = ? LIMIT ?";
    }

    /** Reads id and body of what was appended after an id, in that order. Parameters: migration, kind, id, limit. */
    default String readLogAfter() {
        return "SELECT id, body FROM movex.log WHERE migration = ? AND kind = ? AND id > ? ORDER BY id LIMIT ?";
    }

    /** Reads id and body of a kind, the latest first. Parameters: migration, kind, id to stay below, limit. */
    default String readLogBackwards() {
        return "SELECT id, body FROM movex.log WHERE migration = ? AND kind = ? AND id < ? ORDER BY id DESC LIMIT ?";
    }

    /** Takes one entry out of the log. Parameters: id. */
    default String deleteOfLog() {
        return "DELETE FROM movex.log WHERE id = ?";
    }
}
