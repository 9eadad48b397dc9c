package dev.movex.core.dialect;

import java.sql.SQLException;
import java.util.Collections;
import java.util.List;

/**
 * The statements of MySQL and MariaDB on Movex's own tables, which live in a database of their own. The fence is a shared
 * lock on the control row: a locking read sees the newest epoch at every isolation level, and who changes the row waits
 * for those who read it.
 */
final class MySqlControlSql implements ControlSql {
    private static final int COLUMN_IS_NULL = 1048;
    private static final String NAME = "VARCHAR(190) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL";
    private static final String TEXT = "LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
    private static final String NOW = "DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)";
    private static final String AGE = "TIMESTAMPDIFF(MICROSECOND, `at`, UTC_TIMESTAMP(6)) DIV 1000";
    private static final String INNODB = " ENGINE = InnoDB";

    private final MySqlWords words;

    MySqlControlSql(MySqlWords words) {
        this.words = words;
    }

    @Override
    public List<String> create() {
        return List.of(
                "CREATE DATABASE IF NOT EXISTS movex CHARACTER SET utf8mb4",
                "CREATE TABLE IF NOT EXISTS movex.control (migration " + NAME + " PRIMARY KEY, epoch BIGINT NOT NULL,"
                        + " pattern VARCHAR(40) NOT NULL, `open` BOOLEAN NOT NULL, state VARCHAR(40) NOT NULL, intent "
                        + TEXT + ", changed_at " + NOW + ")" + INNODB,
                "CREATE TABLE IF NOT EXISTS movex.journal (id BIGINT NOT NULL PRIMARY KEY, migration " + NAME
                        + ", member VARCHAR(190) CHARACTER SET utf8mb4 NOT NULL, epoch BIGINT NOT NULL, `keys` " + TEXT
                        + " NOT NULL, written_at DATETIME(6) NOT NULL)" + INNODB,
                "CREATE TABLE IF NOT EXISTS movex.record (migration " + NAME + ", kind " + NAME + ", name " + NAME
                        + ", body " + TEXT + " NOT NULL, `at` " + NOW + ", PRIMARY KEY (migration, kind, name))"
                        + INNODB,
                "CREATE TABLE IF NOT EXISTS movex.log (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, migration " + NAME
                        + ", kind " + NAME + ", body " + TEXT + " NOT NULL, `at` " + NOW + ")" + INNODB);
    }

    @Override
    public List<Upgrade> upgrades() {
        return List.of(new Upgrade(
                2,
                "SELECT COUNT(*) FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = 'movex'"
                        + " AND TABLE_NAME = 'log' AND INDEX_NAME = 'log_kind'",
                "CREATE INDEX log_kind ON movex.log (migration, kind, id)"));
    }

    /** The database itself stays: to drop it would drop whatever else is kept in there. */
    @Override
    public List<String> drop() {
        return List.of(
                "DROP TABLE IF EXISTS movex.log",
                "DROP TABLE IF EXISTS movex.record",
                "DROP TABLE IF EXISTS movex.journal",
                "DROP TABLE IF EXISTS movex.control");
    }

    @Override
    public String installed() {
        return "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'movex' AND TABLE_NAME = 'control'";
    }

    @Override
    public String listObjects() {
        return "SELECT CONCAT('`movex`.`', REPLACE(TABLE_NAME, '`', '``'), '`') FROM information_schema.TABLES"
                + " WHERE TABLE_SCHEMA = 'movex' ORDER BY 1";
    }

    @Override
    public String listControl() {
        return "SELECT migration, epoch, pattern, `open`, state, intent FROM movex.control ORDER BY migration";
    }

    @Override
    public String readControl() {
        return "SELECT epoch, pattern, `open`, state, intent FROM movex.control WHERE migration = ?";
    }

    @Override
    public String updateControl() {
        return "UPDATE movex.control SET epoch = ?, pattern = ?, `open` = ?, state = ?, intent = ?,"
                + " changed_at = CURRENT_TIMESTAMP(6) WHERE migration = ? AND epoch = ? AND `open` = ?"
                + " AND intent <=> ?";
    }

    @Override
    public String insertControl() {
        return "INSERT INTO movex.control (migration, epoch, pattern, `open`, state) VALUES (?, ?, ?, ?, ?)"
                + " ON DUPLICATE KEY UPDATE migration = movex.control.migration";
    }

    @Override
    public String joinFence() {
        return "";
    }

    @Override
    public String closeFence() {
        return "SELECT 1 FROM movex.control WHERE migration = ? FOR UPDATE";
    }

    /** The server takes the id as a number in a text that it does not prepare. */
    @Override
    public String endSession() {
        return "KILL CONNECTION ?";
    }

    @Override
    public String boundWaits(long millis) {
        return MySqlFamilyDialect.lockWait(millis);
    }

    @Override
    public String checkFence(boolean snapshot) {
        return "SELECT 1 FROM movex.control WHERE migration = ? AND epoch = ? AND `open` = ?" + words.share();
    }

    /**
     * The servers lock the row that such a value is read from by themselves; they are asked to all the same. Where the
     * side is closed the epoch is NULL, which a single row's column does not take in any mode.
     */
    @Override
    public String journal(boolean snapshot) {
        return "INSERT INTO movex.journal (id, member, `keys`, migration, epoch, written_at) VALUES (?, ?, ?, ?,"
                + " (SELECT epoch FROM movex.control WHERE migration = ? AND epoch = ? AND `open`" + words.share()
                + "), UTC_TIMESTAMP(6))";
    }

    /** A statement that fails keeps the ones after it from being run. */
    @Override
    public String journalAndCommit(boolean snapshot) {
        return journal(snapshot) + "; COMMIT";
    }

    @Override
    public String thenAutoCommit() {
        return words.driverReadsStatus() ? "; SET autocommit = 1" : "";
    }

    @Override
    public boolean journalTakesId() {
        return true;
    }

    @Override
    public boolean closedFence(SQLException error) {
        return error.getErrorCode() == COLUMN_IS_NULL;
    }

    @Override
    public String readJournal() {
        return page("");
    }

    @Override
    public String readJournalAfter() {
        return page(" AND id > ?");
    }

    private static String page(String after) {
        return "SELECT id, epoch, `keys`, TIMESTAMPDIFF(MICROSECOND, written_at, UTC_TIMESTAMP(6)) DIV 1000"
                + " FROM movex.journal WHERE migration = ?" + after + " ORDER BY id LIMIT ?";
    }

    @Override
    public String readJournalKeys(int ids) {
        return "SELECT id, `keys` FROM movex.journal WHERE id IN (" + String.join(", ", Collections.nCopies(ids, "?"))
                + ")";
    }

    @Override
    public String deleteJournal(int ids) {
        return "DELETE FROM movex.journal WHERE id IN (" + String.join(", ", Collections.nCopies(ids, "?")) + ")";
    }

    @Override
    public String journalDepth() {
        return "SELECT COUNT(*), COALESCE(TIMESTAMPDIFF(MICROSECOND, MIN(written_at), UTC_TIMESTAMP(6)) DIV 1000, 0)"
                + " FROM movex.journal WHERE migration = ?";
    }

    /** By the time that is the same in every session's zone. */
    @Override
    public String putRecordAndPush(Push.Topic topic) {
        return insertAt() + words.incomingAlias() + " ON DUPLICATE KEY UPDATE body = " + words.incoming("body")
                + ", `at` = UTC_TIMESTAMP(6)";
    }

    @Override
    public String insertRecordAndPush(Push.Topic topic) {
        return insertAt();
    }

    private static String insertAt() {
        return "INSERT INTO movex.record (migration, kind, name, body, `at`) VALUES (?, ?, ?, ?, UTC_TIMESTAMP(6))";
    }

    @Override
    public String lockAgedRecord() {
        return "SELECT body, " + AGE + " FROM movex.record WHERE migration = ? AND kind = ? AND name = ? FOR UPDATE";
    }

    @Override
    public String readAgedRecords() {
        return "SELECT name, body, " + AGE + " FROM movex.record WHERE migration = ? AND kind = ? ORDER BY name";
    }

    @Override
    public String putRecord() {
        return "INSERT INTO movex.record (migration, kind, name, body) VALUES (?, ?, ?, ?)" + words.incomingAlias()
                + " ON DUPLICATE KEY UPDATE body = " + words.incoming("body") + ", `at` = CURRENT_TIMESTAMP(6)";
    }
}
