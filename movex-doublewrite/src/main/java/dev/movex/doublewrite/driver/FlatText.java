package dev.movex.doublewrite.driver;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reads a configuration into keys with dots and their values. Of YAML it takes what a configuration of this size needs:
 * nested maps by indentation, maps in braces and lists in brackets on one line, plain and quoted values, comments. A list is
 * joined by commas.
 */
final class FlatText {
    private FlatText() {}

    static Map<String, String> properties(String text) {
        Properties read = new Properties();
        try {
            read.load(new StringReader(text));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Map<String, String> flat = new TreeMap<>();
        read.stringPropertyNames()
                .forEach(name -> flat.put(name, read.getProperty(name).trim()));
        return flat;
    }

    /**
     * Reads YAML.
     *
     * @param problems takes what could not be read, without values
     */
    static Map<String, String> yaml(String text, List<String> problems) {
        Map<String, String> flat = new LinkedHashMap<>();
        Deque<Level> levels = new ArrayDeque<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String content = uncommented(line);
            if (content.isBlank() || content.equals("---")) {
                continue;
            }
            int indent = content.length() - content.stripLeading().length();
            int colon = separator(content);
            boolean plain =
                    colon > 0 && content.indexOf('\t') < 0 && !content.strip().startsWith("-");
            if (!plain) {
                problems.add("line " + number + " is not of the form 'key: value'");
                continue;
            }
            while (!levels.isEmpty() && levels.peek().indent() >= indent) {
                levels.pop();
            }
            String key = (levels.isEmpty() ? "" : levels.peek().prefix())
                    + unquoted(content.substring(indent, colon).strip());
            String value = content.substring(colon + 1).strip();
            if (value.isEmpty()) {
                levels.push(new Level(indent, key + "."));
            } else if (!put(key, value, flat)) {
                problems.add("line " + number + " has a map or a list that does not end on it, or is not of the form"
                        + " '{key: value, key: value}' or '[value, value]'");
            }
        }
        return flat;
    }

    /** Returns whether the value could be read. */
    private static boolean put(String key, String value, Map<String, String> flat) {
        char first = value.charAt(0);
        if (first != '{' && first != '[') {
            flat.put(key, unquoted(value));
            return true;
        }
        if (value.charAt(value.length() - 1) != (first == '{' ? '}' : ']')) {
            return false;
        }
        List<String> parts = parts(value.substring(1, value.length() - 1));
        if (first == '[') {
            flat.put(key, parts.stream().map(FlatText::unquoted).collect(Collectors.joining(",")));
            return true;
        }
        for (String part : parts) {
            int colon = separator(part);
            String inner = part.substring(Math.max(0, colon + 1)).strip();
            if (colon < 1
                    || inner.isEmpty()
                    || !put(key + "." + unquoted(part.substring(0, colon).strip()), inner, flat)) {
                return false;
            }
        }
        return true;
    }

    /** Splits at commas that are in no quotes, braces or brackets. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int begin = 0;
        int depth = 0;
        char quote = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? ',' : text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            } else if (c == ',' && depth == 0) {
                String part = text.substring(begin, i).strip();
                if (!part.isEmpty()) {
                    parts.add(part);
                }
                begin = i + 1;
            }
        }
        return parts;
    }

    /** Returns where a key ends: at a colon outside of quotes before a blank or the end; -1 if nowhere. */
    private static int separator(String text) {
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if ((c == '"' || c == '\'') && text.substring(0, i).isBlank()) {
                quote = c;
            } else if (c == ':' && (i + 1 == text.length() || text.charAt(i + 1) == ' ')) {
                return i;
            }
        }
        return -1;
    }

    private static String uncommented(String line) {
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '#' && (i == 0 || line.charAt(i - 1) == ' ')) {
                return line.substring(0, i).stripTrailing();
            }
        }
        return line.stripTrailing();
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private record Level(int indent, String prefix) {}
}
