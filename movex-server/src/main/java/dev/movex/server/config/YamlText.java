package dev.movex.server.config;

import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A YAML text as keys with dots, each with its value and line. A list is joined by commas. */
final class YamlText {
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final List<String> problems;

    private YamlText(List<String> problems) {
        this.problems = problems;
    }

    /**
     * A value.
     *
     * @param text the text as it was written
     * @param line its line, counted from 1
     */
    record Value(String text, int line) {}

    /** @param problems takes what could not be read, without values */
    static Map<String, Value> read(String text, List<String> problems) {
        YamlText read = new YamlText(problems);
        try {
            LoaderOptions options = new LoaderOptions();
            options.setAllowDuplicateKeys(false);
            options.setMaxAliasesForCollections(10);
            Node root = new Yaml(options).compose(new StringReader(text));
            if (root instanceof MappingNode map) {
                read.map("", map);
            } else {
                problems.add("the file is empty, or is no map of keys and values.");
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            problems.add("line " + line + ": the text is not valid YAML.");
        }
        return read.values;
    }

    private void map(String prefix, MappingNode map) {
        Map<String, Integer> lines = new TreeMap<>();
        for (NodeTuple entry : map.getValue()) {
            int line = entry.getKeyNode().getStartMark().getLine() + 1;
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                problems.add("line " + line + ": a key is no plain text.");
                continue;
            }
            Integer before = lines.put(key.getValue(), line);
            if (before != null) {
                problems.add(
                        "line " + line + ": '" + prefix + key.getValue() + "' stands on line " + before + ", too.");
            }
            value(prefix + key.getValue(), entry.getValueNode(), line);
        }
    }

    private void value(String key, Node node, int line) {
        if (node instanceof MappingNode map) {
            map(key + ".", map);
        } else if (node instanceof ScalarNode scalar) {
            values.put(key, new Value(scalar.getValue(), line));
        } else if (node instanceof SequenceNode list) {
            boolean plain = list.getValue().stream().allMatch(ScalarNode.class::isInstance);
            if (plain) {
                List<String> texts = list.getValue().stream()
                        .map(each -> ((ScalarNode) each).getValue())
                        .toList();
                values.put(key, new Value(String.join(",", texts), line));
            } else {
                problems.add("line " + line + ": '" + key + "' must be a list of plain values.");
            }
        }
    }
}
