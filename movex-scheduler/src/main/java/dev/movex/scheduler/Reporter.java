package dev.movex.scheduler;

import dev.movex.core.MigrationState;
import dev.movex.core.copy.CopyResult;
import dev.movex.core.event.DeadLetterBox.Letter;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.validate.TableRun;
import dev.movex.core.validate.ValidationRun;
import dev.movex.scheduler.MigrationReport.CopyReport;
import dev.movex.scheduler.MigrationReport.TableReport;
import dev.movex.scheduler.MigrationReport.ValidationOfTable;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes a report of what runs have written down. Used once. */
final class Reporter {
    private static final int PAGE = 200;
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final MigrationParts parts;
    private final Map<String, CopyReport> copies = new HashMap<>();
    private final Map<String, ValidationOfTable> validations = new HashMap<>();

    Reporter(MigrationParts parts) {
        this.parts = parts;
    }

    MigrationReport report(MigrationState state, long epoch) throws SQLException {
        if (epoch > 0) {
            readEvidence();
        }
        Map<String, Long> dead = new HashMap<>();
        for (Letter letter : parts.workers().letters()) {
            dead.merge(letter.event().table(), 1L, Long::sum);
        }
        Map<String, Long> repaired = parts.tally().repairedByTable();
        List<TableReport> tables = new ArrayList<>();
        for (PlannedTable table : parts.plan().tables()) {
            String name = table.name();
            tables.add(new TableReport(
                    name,
                    copies.get(name),
                    validations.get(name),
                    repaired.getOrDefault(name, 0L),
                    dead.getOrDefault(name, 0L)));
        }
        return new MigrationReport(
                parts.plan().migration(), state.wire(), epoch, parts.clock().instant(), tables);
    }

    /** Page by page; what comes later counts. */
    private void readEvidence() throws SQLException {
        long after = 0;
        List<LogEntry> page;
        do {
            page = parts.records().page("evidence", after, PAGE);
            for (LogEntry entry : page) {
                read(entry.body());
                after = entry.id();
            }
        } while (page.size() == PAGE);
    }

    /** The two kinds of records tell themselves by their fields. */
    private void read(String body) {
        JsonNode record = JSON.readTree(body);
        if (record.has("kind") && record.has("tables")) {
            ValidationRun run = JSON.treeToValue(record, ValidationRun.class);
            run.tables().forEach(table -> validations.put(table.table(), validation(run, table)));
        } else if (record.has("table") && record.has("proven")) {
            copies.put(record.get("table").asString(), copy(record));
        }
    }

    /** Read field by field: {@link CopyResult} also names keys, which are not needed here. */
    private static CopyReport copy(JsonNode record) {
        return new CopyReport(
                record.path("base").asString(""),
                record.path("proven").asBoolean(),
                record.path("rows").asLong(),
                record.path("compared").asLong(),
                record.path("repaired").asLong(),
                Instant.parse(record.path("started").asString("")),
                Instant.parse(record.path("ended").asString("")));
    }

    private static ValidationOfTable validation(ValidationRun run, TableRun table) {
        Map<String, Long> confirmed = new TreeMap<>();
        table.confirmed().forEach((type, rows) -> confirmed.put(type.wire(), rows));
        return new ValidationOfTable(
                run.id(),
                lower(run.kind()),
                run.base().name(),
                run.epoch(),
                lower(run.end()),
                table.rows(),
                table.equal(),
                table.suspects(),
                confirmed,
                table.pending(),
                new TreeMap<>(table.comparedInJava()),
                new TreeMap<>(table.declared()),
                new TreeMap<>(table.notCompared()),
                table.sourceDigest(),
                table.targetDigest(),
                table.started(),
                table.ended());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
