package dev.movex.core.schema;

import dev.movex.core.dialect.Dialect;
import dev.movex.core.plan.TableName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names as one database writes them. */
record Quoting(Dialect dialect) {
    /** In bytes, on the server that takes least. */
    static final int LONGEST_NAME = 63;

    String table(TableName name) {
        return name(name.schema()) + "." + name(name.name());
    }

    String name(String name) {
        return dialect.quote(name);
    }

    String names(List<String> names) {
        return names.stream().map(this::name).collect(Collectors.joining(", "));
    }

    /** Names that are too long end with what tells them from others that begin alike. */
    static String shortened(String name) {
        if (fits(name)) {
            return name;
        }
        String end = String.format(Locale.ROOT, "_%08x", name.hashCode());
        String start = name;
        while (!fits(start + end)) {
            start = start.substring(0, start.offsetByCodePoints(start.length(), -1));
        }
        return start + end;
    }

    /** Returns whether every server keeps all of a name. */
    static boolean fits(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME;
    }
}
