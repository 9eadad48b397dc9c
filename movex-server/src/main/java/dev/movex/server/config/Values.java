package dev.movex.server.config;

import dev.movex.core.Closest;
import dev.movex.core.access.RenewedDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of a file by key, with variables replaced; collects everything that is wrong with them. Used once. */
final class Values {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(:([^}]*))?}");

    private final Path file;
    private final Map<String, YamlText.Value> values;
    private final Map<String, String> environment;
    private final List<String> problems;

    Values(Path file, Map<String, YamlText.Value> values, Map<String, String> environment, List<String> problems) {
        this.file = file;
        this.values = values;
        this.environment = environment;
        this.problems = problems;
    }

    void problem(String key, String sentence) {
        YamlText.Value value = values.get(key);
        problems.add((value == null ? "" : "line " + value.line() + ": ") + "'" + key + "' " + sentence);
    }

    Set<String> keys() {
        return values.keySet();
    }

    int line(String key) {
        YamlText.Value value = values.get(key);
        return value == null ? 0 : value.line();
    }

    boolean has(String prefix) {
        return values.keySet().stream().anyMatch(key -> key.equals(prefix) || key.startsWith(prefix + "."));
    }

    /** Returns the names that were chosen under a key, in their order. */
    Set<String> names(String prefix) {
        Set<String> names = new TreeSet<>();
        for (String key : values.keySet()) {
            if (key.startsWith(prefix + ".")) {
                names.add(key.substring(prefix.length() + 1).split("\\.", 2)[0]);
            }
        }
        return names;
    }

    Optional<String> text(String key) {
        YamlText.Value value = values.get(key);
        return value == null ? Optional.empty() : Optional.of(replaced(key, value.text()));
    }

    String text(String key, String usual) {
        return text(key).orElse(usual);
    }

    String needed(String key) {
        Optional<String> text = text(key);
        if (text.isEmpty() || text.get().isBlank()) {
            problem(key, "is missing.");
        }
        return text.orElse("");
    }

    private String replaced(String key, String written) {
        StringBuilder text = new StringBuilder();
        Matcher variables = VARIABLE.matcher(written);
        while (variables.find()) {
            String found = environment.get(variables.group(1));
            if (found == null && variables.group(2) != null) {
                found = variables.group(3);
            }
            if (found == null) {
                problem(key, "names the variable " + variables.group(1) + ", which is not set.");
                found = "";
            }
            variables.appendReplacement(text, Matcher.quoteReplacement(found));
        }
        variables.appendTail(text);
        return text.toString();
    }

    int number(String key, int usual, int least, int most) {
        String text = text(key, Integer.toString(usual));
        if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        problem(key, "is not a whole number from " + least + " to " + most + ".");
        return usual;
    }

    String choice(String key, List<String> known) {
        String text = needed(key);
        if (!text.isBlank() && !known.contains(text)) {
            problem(key, "is none of " + String.join(", ", known) + "." + Closest.hint(text, known));
        }
        return known.contains(text) ? text : known.get(0);
    }

    List<String> list(String key) {
        return Arrays.stream(text(key, "").split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /** Returns a file that must be there; beside the configuration unless its path says otherwise. */
    Optional<Path> file(String key) {
        return text(key).map(text -> {
            Path base = file.toAbsolutePath().getParent();
            Path found = base == null ? Path.of(text) : base.resolve(text);
            if (!Files.isReadable(found)) {
                problem(key, "names a file that can't be read.");
            }
            return found;
        });
    }

    /** Returns a secret: out of a variable, or out of a file, which is read anew each time. */
    Supplier<String> secret(String key, boolean needed) {
        YamlText.Value written = values.get(key);
        Optional<Path> from = file(key + "-file");
        if (from.isPresent() && written != null) {
            problem(key, "and '" + key + "-file' are both there; leave one out.");
        }
        if (from.isPresent()) {
            return RenewedDataSource.passwordOf(from.get());
        }
        if (written == null) {
            if (needed) {
                problem(key, "is missing; write ${NAME} and set the variable, or use '" + key + "-file'.");
            }
            return () -> "";
        }
        if (!written.text().matches("\\$\\{[A-Za-z_][A-Za-z0-9_]*}")) {
            problem(key, "is written out; write ${NAME} and set the variable, or use '" + key + "-file'.");
            return () -> "";
        }
        String known = replaced(key, written.text());
        return () -> known;
    }

    /** Returns the keys and values as they take effect; secrets are masked. */
    Map<String, String> effective() {
        Map<String, String> effective = new LinkedHashMap<>();
        values.forEach((key, value) -> effective.put(key, Keys.secret(key) ? "******" : replaced(key, value.text())));
        return effective;
    }
}
