package dev.movex.core.plan;

import dev.movex.core.Closest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads mappings of tables from a configuration: {@code NAME.KEY} and a value, where the name is the source's table, or
 * any name if {@code from} says the table. Used once.
 */
public final class TableMappings {
    /** What a mapping may say. */
    private static final List<String> KEYS = List.of(
            "from",
            "to",
            "rename",
            "leave-out",
            "convert",
            "zero-dates",
            "constants",
            "source-constants",
            "rows",
            "one-way");

    private static final Pattern PART = Pattern.compile("\\s*((?:'(?:[^']|'')*'|[^,'])+)(?:,|$)");

    private final Map<String, String> values;
    private final List<String> problems;

    private TableMappings(Map<String, String> values, List<String> problems) {
        this.values = values;
        this.problems = problems;
    }

    /**
     * Reads mappings.
     *
     * @param values the values by {@code NAME.KEY}
     * @param prefix what stands before these keys in the configuration, for messages
     * @param problems takes what is wrong, all of it
     */
    public static List<TableMapping> read(Map<String, String> values, String prefix, List<String> problems) {
        Set<String> names = new LinkedHashSet<>();
        for (String key : values.keySet()) {
            String last = key.substring(key.lastIndexOf('.') + 1);
            if (key.indexOf('.') < 0 || !KEYS.contains(last)) {
                problems.add("'" + prefix + key + "' is not known." + Closest.hint(last, KEYS));
            } else {
                names.add(key.substring(0, key.lastIndexOf('.')));
            }
        }
        TableMappings reader = new TableMappings(values, problems);
        return names.stream().map(name -> reader.mapping(name, prefix)).toList();
    }

    private TableMapping mapping(String name, String prefix) {
        String where = prefix + name + ".";
        TableMapping.Columns columns = new TableMapping.Columns(
                pairs(name, where, "rename", "->"),
                new LinkedHashSet<>(parts(value(name, "leave-out"))),
                conversions(name, where),
                pairs(name, where, "zero-dates", "="));
        TableMapping.Constants constants = new TableMapping.Constants(
                pairs(name, where, "constants", "="), pairs(name, where, "source-constants", "="));
        Set<String> leftOut = new LinkedHashSet<>(columns.leftOut());
        leftOut.addAll(constants.source().keySet());
        String oneWay = value(name, "one-way");
        if (!List.of("", "true", "false").contains(oneWay)) {
            problems.add("'" + where + "one-way' is neither true nor false.");
        }
        String from = value(name, "from");
        return new TableMapping(
                from.isEmpty() ? name : from,
                value(name, "to"),
                new TableMapping.Columns(columns.renamed(), leftOut, columns.converted(), columns.zeroDates()),
                constants,
                value(name, "rows"),
                oneWay.equals("true"));
    }

    private String value(String name, String key) {
        return values.getOrDefault(name + "." + key, "").strip();
    }

    private Map<String, Conversion> conversions(String name, String where) {
        Map<String, Conversion> conversions = new LinkedHashMap<>();
        List<String> known = Arrays.stream(Conversion.values())
                .filter(c -> c != Conversion.NONE)
                .map(c -> c.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
        eachPair(name, where, new Form("convert", ":"), (column, conversion) -> {
            String written = conversion.toLowerCase(Locale.ROOT);
            if (known.contains(written)) {
                conversions.put(
                        column,
                        Conversion.valueOf(written.toUpperCase(Locale.ROOT).replace('-', '_')));
            } else {
                problems.add("'" + where + "convert' names none of " + String.join(", ", known) + "."
                        + Closest.hint(written, known));
            }
        });
        return conversions;
    }

    private Map<String, String> pairs(String name, String where, String key, String between) {
        Map<String, String> pairs = new LinkedHashMap<>();
        eachPair(name, where, new Form(key, between), pairs::put);
        return pairs;
    }

    private record Form(String key, String between) {}

    private void eachPair(String name, String where, Form form, BiConsumer<String, String> to) {
        for (String part : parts(value(name, form.key()))) {
            int at = part.indexOf(form.between());
            if (at <= 0) {
                problems.add("'" + where + form.key() + "' is not of the form 'column " + form.between() + " …, …'.");
                continue;
            }
            to.accept(
                    part.substring(0, at).strip(),
                    unquoted(part.substring(at + form.between().length()).strip()));
        }
    }

    private static List<String> parts(String list) {
        List<String> parts = new ArrayList<>();
        Matcher matcher = PART.matcher(list);
        while (matcher.find()) {
            parts.add(matcher.group(1).strip());
        }
        return parts;
    }

    private static String unquoted(String value) {
        return value.length() > 1 && value.startsWith("'") && value.endsWith("'")
                ? value.substring(1, value.length() - 1).replace("''", "'")
                : value;
    }
}
