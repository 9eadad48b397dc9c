package dev.movex.springboot;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A path with names in braces, such as {@code /migrations/{migration}/tables}.
 *
 * @param text the path
 */
record PathTemplate(String text) {
    /** Returns what stands in the place of each name, or nothing if the path is another one. */
    Optional<Map<String, String>> match(String path) {
        List<String> mine = List.of(text.split("/", -1));
        List<String> theirs = List.of(path.split("/", -1));
        if (mine.size() != theirs.size()) {
            return Optional.empty();
        }
        Map<String, String> found = new LinkedHashMap<>();
        for (int i = 0; i < mine.size(); i++) {
            String part = mine.get(i);
            if (part.startsWith("{") && !theirs.get(i).isEmpty()) {
                found.put(part.substring(1, part.length() - 1), decoded(theirs.get(i)));
            } else if (!part.equals(theirs.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(found);
    }

    /** Returns the names in braces. */
    List<String> names() {
        return List.of(text.split("/")).stream()
                .filter(part -> part.startsWith("{"))
                .map(part -> part.substring(1, part.length() - 1))
                .toList();
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return part;
        }
    }
}
