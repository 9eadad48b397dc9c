package dev.movex.debezium;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.Conversion;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.TableName;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.RowKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Makes keys of the engine's records. Immutable. */
final class KeyReader {
    private final Side side;
    private final Map<String, PlannedTable> tables = new HashMap<>();

    KeyReader(LogSource source, Plan plan, Side side) {
        this.side = side;
        for (PlannedTable table : plan.tables()) {
            TableName name = table.on(side).name();
            String qualifier = source.kind() == LogSource.Kind.POSTGRESQL ? name.schema() : source.database();
            checkKey(table);
            tables.put(qualifier + "." + name.name(), table);
        }
    }

    private void checkKey(PlannedTable table) {
        for (Column column : table.keyOn(side)) {
            if (table.conversionOn(side, column) != Conversion.NONE) {
                throw new MovexException(
                        "LOG_KEY",
                        "Column " + column.name() + " of the key of " + table.name()
                                + " is converted, so that keys in the log are not those of the plan.",
                        "Leave the table out of a migration whose log is read.");
            }
        }
        if (!table.key().stream()
                .map(c -> table.nameOn(side, c))
                .toList()
                .equals(table.on(side).key())) {
            throw new MovexException(
                    "LOG_KEY",
                    "The key of " + table.name() + " in the plan is not the primary key of its table on the "
                            + side.label() + ".",
                    "Leave the table out of a migration whose log is read.");
        }
    }

    /** Returns the row that a record is about; empty if it is about no planned one. */
    Optional<DirtyKey> key(SourceRecord record) {
        PlannedTable table = tables.get(table(record));
        if (table == null || !(record.key() instanceof Struct struct)) {
            return Optional.empty();
        }
        List<String> values = new ArrayList<>();
        for (String column : table.key()) {
            values.add(text(struct, table.nameOn(side, column)));
        }
        return Optional.of(new DirtyKey(table.name(), new RowKey(values)));
    }

    /** Times come in ISO's form, which servers don't all read. */
    private static String text(Struct struct, String name) {
        String text = String.valueOf(struct.get(name));
        String type = struct.schema().field(name).schema().name();
        return type != null && type.startsWith("io.debezium.time.")
                ? text.replace('T', ' ').replaceFirst("Z$", "")
                : text;
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
