package dev.movex.springboot;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.movex.core.MigrationState;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Describes records as JSON schemas, in the form in which {@link Json} writes them. Each record is described once. */
final class Schemas {
    private final Map<String, Object> named = new LinkedHashMap<>();

    /** Returns the schemas that were described so far, by name. */
    Map<String, Object> named() {
        return named;
    }

    /** Returns a reference to the schema of a record. */
    Map<String, Object> of(Class<?> type) {
        return plain(type);
    }

    /** Returns the schema of a page of records. */
    Map<String, Object> pageOf(Class<?> type) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("items", Map.of("type", "array", "items", of(type)));
        properties.put(
                "next", Map.of("type", List.of("string", "null"), "description", "The cursor of the next page."));
        return object(properties, List.of("items", "next"));
    }

    private Map<String, Object> of(AnnotatedType type) {
        Map<String, Object> schema = type instanceof AnnotatedParameterizedType generic
                ? generic(generic)
                : plain((Class<?>) type.getType());
        return type.isAnnotationPresent(Nullable.class) ? orNull(schema) : schema;
    }

    private static Map<String, Object> orNull(Map<String, Object> schema) {
        return Map.of("anyOf", List.of(schema, Map.of("type", "null")));
    }

    private Map<String, Object> generic(AnnotatedParameterizedType type) {
        AnnotatedType[] arguments = type.getAnnotatedActualTypeArguments();
        Type raw = ((java.lang.reflect.ParameterizedType) type.getType()).getRawType();
        return raw == Map.class
                ? Map.of("type", "object", "additionalProperties", of(arguments[1]))
                : Map.of("type", "array", "items", of(arguments[0]));
    }

    private Map<String, Object> plain(Class<?> type) {
        if (type == String.class) {
            return Map.of("type", "string");
        } else if (type == Instant.class) {
            return Map.of("type", "string", "format", "date-time");
        } else if (type == boolean.class || type == Boolean.class) {
            return Map.of("type", "boolean");
        } else if (type == double.class || type == Double.class) {
            return Map.of("type", "number");
        } else if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return Map.of("type", "integer", "format", type == int.class ? "int32" : "int64");
        } else if (type == MigrationState.class) {
            return Map.of(
                    "type",
                    "string",
                    "enum",
                    Arrays.stream(MigrationState.values())
                            .map(MigrationState::wire)
                            .toList());
        } else if (type.isEnum()) {
            return Map.of(
                    "type",
                    "string",
                    "enum",
                    Arrays.stream(type.getEnumConstants()).map(String::valueOf).toList());
        }
        return type.isRecord() ? reference(type) : Map.of();
    }

    private Map<String, Object> reference(Class<?> type) {
        String name = type.getSimpleName().replaceAll("View$", "");
        if (!named.containsKey(name)) {
            named.put(name, Map.of()); // for records that hold themselves
            Map<String, Object> properties = new LinkedHashMap<>();
            List<String> required = new ArrayList<>();
            for (RecordComponent component : type.getRecordComponents()) {
                properties.put(name(component), of(component.getAnnotatedType()));
                required.add(name(component));
            }
            // what is sent may leave out what may be null; what is answered names it
            boolean sent = name.endsWith("Body");
            named.put(name, object(properties, sent ? needed(type) : required));
        }
        return Map.of("$ref", "#/components/schemas/" + name);
    }

    private static List<String> needed(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .filter(c -> !c.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .map(Schemas::name)
                .toList();
    }

    private static Map<String, Object> object(Map<String, Object> properties, List<String> required) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("required", required);
        schema.put("additionalProperties", false);
        return schema;
    }

    private static String name(RecordComponent component) {
        JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
        return given != null
                ? given.value()
                : component.getName().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(java.util.Locale.ROOT);
    }
}
