package dev.movex.core.dialect;

import dev.movex.core.plan.TableName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * Triggers for each row, which let through sessions that Movex has marked as its own. Their creation waits for the table's
 * open transactions, and new ones wait for it.
 */
final class MySqlWriteStop implements WriteStopSql {
    /** Marks a session as Movex's own, within a SET. */
    static final String PASS = "@movex_passes = 1";

    private static final List<String> WRITES = List.of("INSERT", "UPDATE", "DELETE");

    private final Dialect dialect;

    MySqlWriteStop(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public List<String> prepare() {
        return List.of();
    }

    @Override
    public List<String> stop(TableName table) {
        List<String> statements = new ArrayList<>();
        for (String write : WRITES) {
            statements.add("CREATE TRIGGER IF NOT EXISTS " + trigger(table, write) + " BEFORE " + write + " ON "
                    + dialect.quote(table.schema()) + "." + dialect.quote(table.name())
                    + " FOR EACH ROW BEGIN IF @movex_passes IS NULL THEN SIGNAL SQLSTATE '" + REFUSED
                    + "' SET MYSQL_ERRNO = 1290, MESSAGE_TEXT ="
                    + " 'Movex has stopped writes to this table: it is served by the other database'; END IF; END");
        }
        return statements;
    }

    @Override
    public List<String> release(TableName table) {
        return WRITES.stream()
                .map(write -> "DROP TRIGGER IF EXISTS " + trigger(table, write))
                .toList();
    }

    @Override
    public String stopped() {
        return begun() + " HAVING COUNT(*) = " + WRITES.size();
    }

    @Override
    public String begun() {
        return "SELECT EVENT_OBJECT_SCHEMA, EVENT_OBJECT_TABLE FROM information_schema.TRIGGERS"
                + " WHERE TRIGGER_NAME LIKE 'movex\\_stop\\_%' GROUP BY EVENT_OBJECT_SCHEMA, EVENT_OBJECT_TABLE";
    }

    /** Names of triggers are those of a schema, and no longer than those of tables. */
    private String trigger(TableName table, String write) {
        CRC32 sum = new CRC32();
        sum.update(table.name().getBytes(StandardCharsets.UTF_8));
        return dialect.quote(table.schema()) + "."
                + dialect.quote(PREFIX + "_" + write.toLowerCase(Locale.ROOT) + "_" + Long.toHexString(sum.getValue()));
    }
}
