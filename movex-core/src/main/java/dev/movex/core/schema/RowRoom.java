package dev.movex.core.schema;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much has room in a row of MySQL and MariaDB, which take 65535 bytes beside long texts, and 3072 in a key. */
final class RowRoom {
    private static final int BYTES = 65_535;
    private static final int APART = 12;
    private static final int WIDEST_NUMBER = 34;
    private static final int LENGTH = 2;
    private static final Pattern VARIABLE = Pattern.compile("(?i)var(char|binary)\\((\\d+)\\)");
    private static final Pattern FIXED = Pattern.compile("(?i)(char|binary)\\((\\d+)\\).*");
    private static final Pattern OF_ONE_BYTE = Pattern.compile("(?i).*(binary|blob).*|.*\\b(latin\\d|ascii).*");
    private static final Pattern LONG = Pattern.compile("(?i)(tiny|medium|long)?(text|blob).*|json.*");

    private RowRoom() {}

    /** Returns how many bytes a character of a type takes at the most. */
    static int width(String type) {
        return OF_ONE_BYTE.matcher(type).matches() ? 1 : type.contains("utf8mb3") ? 3 : 4;
    }

    /**
     * Returns the types of those columns that have to be others, so that key and row have room: keys are shortened, and the
     * longest texts that are in no key are kept apart from the row.
     *
     * @param types the types of all columns by their names
     * @param key the columns of the primary key
     * @param keyed whether other keys need a column as it is
     */
    static Map<String, String> fitted(Map<String, String> types, List<String> key, Set<String> keyed) {
        Map<String, String> all = new LinkedHashMap<>(types);
        shortenKey(all, key);
        while (bytes(all.values()) > BYTES) {
            Optional<String> longest = longest(
                    all,
                    all.keySet().stream()
                            .filter(name -> !keyed.contains(name) && !key.contains(name))
                            .toList());
            if (longest.isEmpty()) {
                break;
            }
            all.computeIfPresent(
                    longest.get(),
                    (name, type) -> VARIABLE.matcher(type)
                            .replaceFirst(found -> found.group(1).equalsIgnoreCase("char") ? "LONGTEXT" : "LONGBLOB"));
        }
        all.entrySet().removeIf(column -> column.getValue().equals(types.get(column.getKey())));
        return all;
    }

    private static void shortenKey(Map<String, String> types, List<String> key) {
        List<String> there = key.stream().filter(types::containsKey).toList();
        Optional<String> longest = longest(types, there);
        int taken = there.stream()
                .mapToInt(name -> ofKey(types.getOrDefault(name, "")))
                .sum();
        if (taken <= KeyRoom.BYTES || longest.isEmpty()) {
            return;
        }
        types.computeIfPresent(longest.get(), (name, type) -> {
            int room = (KeyRoom.BYTES - (taken - ofKey(type))) / width(type);
            return VARIABLE.matcher(type).replaceFirst("VAR$1(" + Math.max(1, room) + ")");
        });
    }

    private static Optional<String> longest(Map<String, String> types, List<String> names) {
        return names.stream()
                .filter(name -> VARIABLE.matcher(types.getOrDefault(name, "")).lookingAt())
                .max(Comparator.comparingInt(name -> bytes(types.getOrDefault(name, ""))));
    }

    private static int ofKey(String type) {
        return VARIABLE.matcher(type).lookingAt() || FIXED.matcher(type).matches()
                ? bytes(type) - LENGTH
                : WIDEST_NUMBER;
    }

    private static int bytes(Collection<String> types) {
        return types.stream().mapToInt(RowRoom::bytes).sum() + types.size() / 8 + 1;
    }

    private static int bytes(String type) {
        Matcher variable = VARIABLE.matcher(type);
        if (variable.lookingAt()) {
            return Integer.parseInt(variable.group(2)) * width(type) + LENGTH;
        }
        Matcher fixed = FIXED.matcher(type);
        if (fixed.matches()) {
            return Integer.parseInt(fixed.group(2)) * width(type) + LENGTH;
        }
        return LONG.matcher(type).matches() ? APART : WIDEST_NUMBER;
    }
}
