package dev.movex.core.schema;

import dev.movex.core.plan.Column;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.ForeignKey;
import dev.movex.core.schema.TableDetails.Index;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much of texts has room in the keys and indexes of MySQL and MariaDB, which take 3072 bytes at most. */
final class KeyRoom {
    static final int BYTES = 3072;
    private static final int LONGEST = 255;
    private static final int WIDEST_CHARACTER = 4;
    private static final int NUMBER = 36;
    private static final Pattern SIZED = Pattern.compile("(?i)(var)?(char|character|binary)[a-z ]*\\((\\d+)\\).*");
    private static final Pattern ENDLESS = Pattern.compile("(?i)(tiny|medium|long)?(text|blob).*");

    private KeyRoom() {}

    /** Returns how many characters a text of any length may have that is in a key of its table; 0 if it is in none. */
    static int of(Wanted table, TableDetails more, String column) {
        List<List<String>> keys = new ArrayList<>(List.of(table.keyColumns()));
        more.indexes().stream().filter(Index::unique).map(Index::columns).forEach(keys::add);
        table.source().foreignKeys().stream().map(ForeignKey::columns).forEach(keys::add);
        return keys.stream()
                .filter(key -> key.contains(column))
                .mapToInt(key -> of(table, key))
                .min()
                .orElse(0);
    }

    private static int of(Wanted table, List<String> key) {
        int endless = 0;
        int room = BYTES;
        for (String name : key) {
            Column column = table.source().column(name);
            Matcher sized = SIZED.matcher(column.declaredType());
            boolean text = column.kind() == ColumnKind.TEXT || column.kind() == ColumnKind.BYTES;
            if (sized.matches()) {
                room -= Integer.parseInt(sized.group(3)) * WIDEST_CHARACTER;
            } else if (text) {
                endless++;
            } else if (column.isKeptAsText()) {
                room -= LONGEST * WIDEST_CHARACTER;
            } else {
                room -= NUMBER;
            }
        }
        return Math.max(1, Math.min(LONGEST, room / WIDEST_CHARACTER / Math.max(1, endless)));
    }

    /**
     * Returns how many characters or bytes of each column an index takes; 0 for all of it.
     *
     * @param types the target's types
     * @param lengths what it takes on the source, 0 for all
     * @return empty if a unique one would have to leave something out
     */
    static List<Integer> parts(List<String> types, List<Integer> lengths, boolean unique) {
        List<Integer> parts = new ArrayList<>();
        int taken = 0;
        for (int i = 0; i < types.size(); i++) {
            parts.add(wanted(types.get(i), lengths.get(i)));
            taken += bytes(types.get(i), parts.get(i));
        }
        if (taken <= BYTES && (!unique || parts.equals(lengths))) {
            return parts;
        }
        return unique ? List.of() : shortened(types, parts);
    }

    private static List<Integer> shortened(List<String> types, List<Integer> parts) {
        int texts = (int) types.stream().filter(KeyRoom::text).count();
        int each = (BYTES - NUMBER * (types.size() - texts)) / Math.max(1, texts) / WIDEST_CHARACTER;
        List<Integer> shorter = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            boolean tooLong = text(types.get(i)) && bytes(types.get(i), parts.get(i)) > each * WIDEST_CHARACTER;
            shorter.add(tooLong ? each : parts.get(i));
        }
        return shorter;
    }

    private static int wanted(String type, int length) {
        return length == 0 && ENDLESS.matcher(type).matches() ? LONGEST : length;
    }

    private static boolean text(String type) {
        return ENDLESS.matcher(type).matches() || SIZED.matcher(type).matches();
    }

    private static int bytes(String type, int length) {
        Matcher sized = SIZED.matcher(type);
        if (!text(type)) {
            return NUMBER;
        }
        int characters = length > 0 ? length : sized.matches() ? Integer.parseInt(sized.group(3)) : LONGEST;
        return characters * RowRoom.width(type);
    }
}
