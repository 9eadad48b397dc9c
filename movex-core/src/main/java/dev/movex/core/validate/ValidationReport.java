package dev.movex.core.validate;

import dev.movex.core.row.KeyRange;
import dev.movex.core.row.RowKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A validation run for people and for machines. The names of the JSON's fields stay; new ones may come. Neither form has
 * values of rows but those of keys. Immutable.
 *
 * @param run the run's record
 * @param repaired how many rows were repaired since, by table; empty where that is not known yet
 */
public record ValidationReport(ValidationRun run, Map<String, Long> repaired) {
    public ValidationReport {
        repaired = Map.copyOf(repaired);
    }

    /** Returns the report as one line of JSON. */
    public String toJson() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("run", run.id());
        report.put("kind", lower(run.kind()));
        report.put("base", run.base().name());
        report.put("epoch", run.epoch());
        report.put("started", run.started().toString());
        report.put("ended", run.ended().toString());
        report.put("end", lower(run.end()));
        report.put("reason", run.reason());
        report.put("clean", run.clean());
        report.put("tables", run.tables().stream().map(this::table).toList());
        report.put(
                "confirmed",
                run.confirmed().stream().map(ValidationReport::confirmed).toList());
        return JsonMapper.shared().writeValueAsString(report);
    }

    private Map<String, Object> table(TableRun table) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("table", table.table());
        row.put("after", parts(table.range().after()));
        row.put("up_to", parts(table.range().upTo()));
        row.put("compared", table.rows());
        row.put("equal", table.equal());
        row.put("suspects", table.suspects());
        Map<String, Object> types = new TreeMap<>();
        table.confirmed().forEach((type, count) -> types.put(lower(type), count));
        row.put("confirmed", types);
        row.put("pending", table.pending());
        row.put("repaired", repaired.get(table.table()));
        row.put("ranges", table.ranges());
        row.put("source_digest", table.sourceDigest());
        row.put("target_digest", table.targetDigest());
        row.put("compared_in_java", new TreeMap<>(table.comparedInJava()));
        row.put("declared_forms", new TreeMap<>(table.declared()));
        row.put("not_compared", new TreeMap<>(table.notCompared()));
        row.put("started", table.started().toString());
        row.put("ended", table.ended().toString());
        return row;
    }

    private static Map<String, Object> confirmed(Confirmed confirmed) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("table", confirmed.key().table());
        row.put("key", confirmed.key().key().values());
        row.put("type", lower(confirmed.type()));
        row.put("columns", confirmed.columns());
        return row;
    }

    private static @Nullable List<String> parts(@Nullable RowKey key) {
        return key == null ? null : key.values();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the report as lines of text. */
    public List<String> toLines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s validation %s, base %s, epoch %d: %s, %s, %.1f s",
                lower(run.kind()),
                run.id(),
                run.base().name(),
                run.epoch(),
                lower(run.end()),
                run.clean() ? "clean" : "not clean",
                Duration.between(run.started(), run.ended()).toMillis() / 1e3));
        if (!run.reason().isEmpty()) {
            lines.add("  " + run.reason());
        }
        lines.add(String.format(
                "  %-32s %12s %12s %9s %9s %9s", "table", "compared", "equal", "suspects", "confirmed", "pending"));
        for (TableRun table : run.tables()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-32s %12d %12d %9d %9d %9d",
                    table.table(),
                    table.rows(),
                    table.equal(),
                    table.suspects(),
                    table.inconsistencies(),
                    table.pending()));
            if (!table.range().equals(KeyRange.ALL)) {
                lines.add("    some of its keys");
            }
            new TreeMap<>(table.comparedInJava())
                    .forEach((column, why) -> lines.add("    " + column + " was compared in Java: " + why));
            new TreeMap<>(table.declared())
                    .forEach((column, form) -> lines.add("    " + column + " was compared as declared: " + form));
            new TreeMap<>(table.notCompared())
                    .forEach((column, why) -> lines.add("    " + column + " was not compared: " + why));
        }
        return lines;
    }
}
