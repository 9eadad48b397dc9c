package dev.movex.springboot;

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
    private final List<String> problems = new ArrayList<>();

    private JsonBody(JsonNode fields) {
        this.fields = fields;
    }

    static JsonBody of(byte[] bytes) {
        if (bytes.length == 0) {
            return new JsonBody(JSON.createObjectNode());
        }
        JsonBody body = new JsonBody(read(bytes));
        if (!body.fields.isObject()) {
            throw refusal("The body must be a JSON object; it is " + kind(body.fields) + ".", Map.of());
        }
        return body;
    }

    private static JsonNode read(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            String where = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
            throw refusal("The body is not valid JSON" + where + ".", Map.of());
        }
    }

    /** Reads a field that must be there: a whole number within bounds, both included. */
    long number(String name, String unit, long least, long most) {
        String form = "a whole number of " + unit + " from " + least + " to " + most;
        Optional<JsonNode> field = field(name, form);
        if (field.isEmpty()) {
            problems.add("Field '" + name + "' is missing; it must be " + form + ".");
            return 0;
        }
        JsonNode value = field.get();
        boolean whole = value.isIntegralNumber() && value.canConvertToLong();
        if (!whole || value.longValue() < least || value.longValue() > most) {
            problems.add("Field '" + name + "' must be " + form + "; it is " + kind(value) + ".");
            return 0;
        }
        return value.longValue();
    }

    /** Reads a text that may be left out. */
    String text(String name) {
        Optional<JsonNode> field = field(name, "a string, may be left out");
        if (field.isPresent() && !field.get().isString()) {
            problems.add("Field '" + name + "' must be a string; it is " + kind(field.get()) + ".");
            return "";
        }
        return field.map(JsonNode::stringValue).orElse("");
    }

    /** Reads a truth that may be left out. */
    boolean flag(String name) {
        Optional<JsonNode> field = field(name, "true or false, may be left out");
        if (field.isPresent() && !field.get().isBoolean()) {
            problems.add("Field '" + name + "' must be true or false; it is " + kind(field.get()) + ".");
            return false;
        }
        return field.map(JsonNode::booleanValue).orElse(false);
    }

    /** Adds a problem that fields have with each other. */
    void problem(String sentence) {
        problems.add(sentence);
    }

    /** Refuses the call if a field did not bind or is not known. */
    void end() {
        for (String name : fields.propertyNames()) {
            if (!expected.containsKey(name)) {
                String known = expected.isEmpty() ? "no fields are known here" : "known are " + expected.keySet();
                problems.add("Field '" + name + "' is not known; " + known + ".");
            }
        }
        if (!problems.isEmpty()) {
            throw refusal(String.join(" ", problems), expected);
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

    private static RefusedCallException refusal(String msg, Map<String, String> expected) {
        return new RefusedCallException(
                new Reply(400, Reply.REFUSAL, msg, Map.of("error", "BODY_DOES_NOT_BIND", "expected", expected)));
    }
}
