package dev.movex.debezium;

import dev.movex.core.Side;
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
            tables.put(qualifier + "." + name.name(), table);
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
            values.add(text(struct.get(table.nameOn(side, column))));
        }
        return Optional.of(new DirtyKey(table.name(), new RowKey(values)));
    }

    private static String text(Object value) {
        return String.valueOf(value);
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

    /** Names of topics are {@code movex.schema.table}. */
    private static String table(SourceRecord record) {
        String topic = record.topic();
        return topic.substring(topic.indexOf('.') + 1);
    }
}
