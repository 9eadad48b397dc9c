package dev.movex.doublewrite.driver;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Reads a configuration into keys with dots and their values. Of YAML it takes what a configuration of this size needs:
 * nested maps by indentation, plain and quoted values, comments.
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
            int colon = content.indexOf(':');
            int indent = content.length() - content.stripLeading().length();
            boolean plain =
                    colon > 0 && content.indexOf('\t') < 0 && !content.strip().startsWith("-");
            boolean separated = plain && (colon + 1 == content.length() || content.charAt(colon + 1) == ' ');
            if (!separated) {
                problems.add("line " + number + " is not of the form 'key: value'");
                continue;
            }
            while (!levels.isEmpty() && levels.peek().indent() >= indent) {
                levels.pop();
            }
            String key = (levels.isEmpty() ? "" : levels.peek().prefix())
                    + content.substring(indent, colon).strip();
            String value = unquoted(content.substring(colon + 1).strip());
            if (value.isEmpty()) {
                levels.push(new Level(indent, key + "."));
            } else {
                flat.put(key, value);
            }
        }
        return flat;
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
