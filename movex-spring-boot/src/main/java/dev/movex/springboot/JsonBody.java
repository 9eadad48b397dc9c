package dev.movex.springboot;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The fields of a body. Handlers name the fields they understand and then call {@link #end}, which refuses the call if
 * anything did not bind, naming all of it at once. Values that did not bind read as 0, empty and false until then.
 */
final class JsonBody {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final JsonNode fields;
    private final Map<String, String> expected = new LinkedHashMap<>();
    private final List<Fault> faults = new ArrayList<>();

    private JsonBody(JsonNode fields) {
        this.fields = fields;
    }

    static JsonBody of(byte[] bytes) {
        if (bytes.length == 0) {
            return new JsonBody(JSON.createObjectNode());
        }
        JsonBody body = new JsonBody(read(bytes));
        if (!body.fields.isObject()) {
            throw unreadable("The body must be a JSON object; it is " + kind(body.fields) + ".");
        }
        return body;
    }

    private static JsonNode read(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            String where = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
            throw unreadable("The body is not valid JSON" + where + ".");
        }
    }

    /** Reads a field that must be there: a whole number within bounds, both included. */
    long number(String name, String unit, long least, long most) {
        String form = "a whole number of " + unit + " from " + least + " to " + most;
        Optional<JsonNode> field = field(name, form);
        if (field.isEmpty()) {
            fault(name, "is missing; it must be " + form + ".", form);
            return 0;
        }
        JsonNode value = field.get();
        boolean whole = value.isIntegralNumber() && value.canConvertToLong();
        if (!whole || value.longValue() < least || value.longValue() > most) {
            fault(name, "must be " + form + "; it is " + kind(value) + ".", form);
            return 0;
        }
        return value.longValue();
    }

    /** Reads a text that may be left out. */
    String text(String name) {
        Optional<JsonNode> field = field(name, "a string, may be left out");
        if (field.isPresent() && !field.get().isString()) {
            fault(name, "must be a string; it is " + kind(field.get()) + ".", "a string");
            return "";
        }
        return field.map(JsonNode::stringValue).orElse("");
    }

    /** Reads a text that must be one of those given; empty if it is left out and may be. */
    String choice(String name, List<String> known, boolean needed) {
        String form = "one of " + String.join(", ", known) + (needed ? "" : ", may be left out");
        Optional<JsonNode> field = field(name, form);
        if (field.isEmpty()) {
            if (needed) {
                fault(name, "is missing; it must be " + form + ".", form);
            }
            return "";
        }
        String value = field.get().isString() ? field.get().stringValue() : "";
        if (!known.contains(value)) {
            fault(name, "must be " + form + ".", form);
            return "";
        }
        return value;
    }

    /** Reads a number that may be left out. */
    long numberOr(String name, String unit, Bounds bounds, long usual) {
        return fields.has(name)
                ? number(name, unit, bounds.least(), bounds.most())
                : known(name, "a whole number of " + unit + ", may be left out", usual);
    }

    private long known(String name, String form, long usual) {
        expected.put(name, form);
        return usual;
    }

    /** Reads a list of keys, each a list of texts or numbers, or a single one of these. */
    List<List<String>> keys(String name, int most) {
        String form = "a list of 1 to " + most + " keys, each a value or a list of values";
        Optional<JsonNode> field = field(name, form);
        if (field.isEmpty()
                || !field.get().isArray()
                || field.get().isEmpty()
                || field.get().size() > most) {
            fault(name, "must be " + form + ".", form);
            return List.of();
        }
        List<List<String>> keys = new ArrayList<>();
        for (JsonNode key : field.get()) {
            List<JsonNode> parts = key.isArray() ? key.valueStream().toList() : List.of(key);
            if (parts.isEmpty() || parts.stream().anyMatch(part -> !part.isString() && !part.isNumber())) {
                fault(name, "must be " + form + ".", form);
                return List.of();
            }
            keys.add(parts.stream().map(JsonNode::asString).toList());
        }
        return keys;
    }

    /** The least and the most that a number may be. */
    record Bounds(long least, long most) {}

    /** Reads a truth that may be left out. */
    boolean flag(String name) {
        Optional<JsonNode> field = field(name, "true or false, may be left out");
        if (field.isPresent() && !field.get().isBoolean()) {
            fault(name, "must be true or false; it is " + kind(field.get()) + ".", "true or false");
            return false;
        }
        return field.map(JsonNode::booleanValue).orElse(false);
    }

    /** Reads a list of texts that may be left out. */
    List<String> texts(String name, int most) {
        String form = "a list of up to " + most + " strings, may be left out";
        Optional<JsonNode> field = field(name, form);
        if (field.isEmpty()) {
            return List.of();
        }
        JsonNode list = field.get();
        if (!list.isArray() || list.size() > most || list.valueStream().anyMatch(text -> !text.isString())) {
            fault(name, "must be " + form + ".", form);
            return List.of();
        }
        return list.valueStream().map(JsonNode::stringValue).toList();
    }

    /** Adds a problem that fields have with each other. */
    void problem(String name, String sentence, String remedy) {
        faults.add(new Fault(name, sentence, remedy));
    }

    private void fault(String name, String what, String form) {
        faults.add(new Fault(name, "Field '" + name + "' " + what, "Send " + form + "."));
    }

    /** Refuses the call if a field did not bind or is not known. */
    void end() {
        for (String name : fields.propertyNames()) {
            if (!expected.containsKey(name)) {
                String known = expected.isEmpty() ? "no fields are known here" : "known are " + expected.keySet();
                faults.add(new Fault(name, "Field '" + name + "' is not known; " + known + ".", "Leave it out."));
            }
        }
        if (!faults.isEmpty()) {
            throw refusal(faults.stream().map(Fault::what).collect(joining(" ")), expected, faults);
        }
    }

    private Optional<JsonNode> field(String name, String form) {
        expected.put(name, form);
        return fields.optional(name);
    }

    private static String kind(JsonNode value) {
        if (value.isNumber()) {
            return value.isIntegralNumber() ? "a whole number out of these bounds" : "a number with a fraction";
        }
        return switch (value.getNodeType()) {
            case STRING -> "a string";
            case BOOLEAN -> "a truth value";
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            default -> "null";
        };
    }

    private static RefusedCallException unreadable(String msg) {
        return refusal(msg, Map.of(), List.of(new Fault("body", msg, "Send a JSON object.")));
    }

    private static RefusedCallException refusal(String msg, Map<String, String> expected, List<Fault> faults) {
        return new RefusedCallException(new Reply(
                400,
                Reply.REFUSAL,
                msg,
                Map.of("error", "BODY_DOES_NOT_BIND", "expected", expected, "errors", List.copyOf(faults))));
    }
}
