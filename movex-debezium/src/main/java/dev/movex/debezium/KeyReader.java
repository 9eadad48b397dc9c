package dev.movex.debezium;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.TableName;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.RowKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Makes keys of the engine's records. Immutable. */
final class KeyReader {
    private static final String TRUNCATED = "t";

    private final Map<String, List<Tellers>> tables = new HashMap<>();

    /** A planned table, and who tells the values of each column of its key. */
    private record Tellers(PlannedTable table, Map<String, KeyText> columns) {}

    KeyReader(LogSource source, Plan plan, Side side) {
        for (PlannedTable table : plan.tables()) {
            obstacle(table, side).ifPresent(why -> {
                throw new MovexException(
                        "LOG_KEY",
                        table.name() + " can't be followed: " + why + ".",
                        "Leave the table out of a migration whose log is read.");
            });
            Map<String, KeyText> columns = new LinkedHashMap<>();
            for (Column column : table.keyOn(side)) {
                columns.put(column.name(), new KeyText(source.kind(), table, side, column));
            }
            // a table may be split into several, or several be one
            tables.computeIfAbsent(qualified(source, table.on(side).name()), name -> new ArrayList<>())
                    .add(new Tellers(table, columns));
        }
    }

    /** Returns why keys of a table can't be read out of a log; empty if they can. */
    static Optional<String> obstacle(PlannedTable table, Side side) {
        return table.keyOn(side).stream()
                .flatMap(
                        column -> KeyText.obstacle(column)
                                .map(why -> "column " + column.name() + " is part of its key, and " + why)
                                .stream())
                .findFirst();
    }

    /** Returns a table's name as the log has it. */
    static String qualified(LogSource source, TableName name) {
        return (source.kind() == LogSource.Kind.POSTGRESQL ? name.schema() : source.database()) + "." + name.name();
    }

    /** Returns the planned tables that a record says have been emptied as a whole. */
    List<PlannedTable> emptied(SourceRecord record) {
        boolean truncated = record.value() instanceof Struct value
                && value.schema().field("op") != null
                && TRUNCATED.equals(value.getString("op"));
        return truncated
                ? tables.getOrDefault(table(record), List.of()).stream()
                        .map(Tellers::table)
                        .toList()
                : List.of();
    }

    /**
     * Returns the rows that a record is about; none if it is about no planned table, or a table was emptied. A row of a
     * table that is split may be one of each part's: it has left one, and come into another.
     *
     * @throws MovexException with code {@code LOG_KEY} if the log does not name the row
     */
    List<DirtyKey> keys(SourceRecord record) {
        List<Tellers> planned = emptied(record).isEmpty() ? tables.getOrDefault(table(record), List.of()) : List.of();
        List<DirtyKey> keys = new ArrayList<>();
        for (Tellers each : planned) {
            if (!(record.key() instanceof Struct struct)) {
                throw new MovexException(
                        "LOG_KEY",
                        "The log does not name the rows of " + each.table().name() + " that were written.",
                        "See docs/change-log.md for what the server needs.");
            }
            List<String> values = new ArrayList<>();
            each.columns()
                    .forEach((name, teller) -> values.add(teller.of(
                            struct.get(name), struct.schema().field(name).schema())));
            keys.add(new DirtyKey(each.table().name(), new RowKey(values)));
        }
        return keys;
    }

    /** Returns the name of the mark that a record is about; empty if it is about none of the migration's. */
    static Optional<String> mark(SourceRecord record, String migration) {
        if (!table(record).equals("movex." + EngineProperties.MARKS) || !(record.key() instanceof Struct key)) {
            return Optional.empty();
        }
        return migration.equals(key.getString("migration")) && LogMarks.KIND.equals(key.getString("kind"))
                ? Optional.of(key.getString("name"))
                : Optional.empty();
    }

    private static String table(SourceRecord record) {
        if (!(record.value() instanceof Struct value) || value.schema().field("source") == null) {
            return "";
        }
        Struct source = value.getStruct("source");
        boolean schemas = source.schema().field("schema") != null;
        return source.getString(schemas ? "schema" : "db") + "." + source.getString("table");
    }
}
