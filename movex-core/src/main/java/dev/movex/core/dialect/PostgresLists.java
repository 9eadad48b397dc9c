package dev.movex.core.dialect;

import dev.movex.core.plan.ColumnKind;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The texts in which PostgreSQL's arrays travel to and from databases that have none: as a SET, or as a JSON array. */
final class PostgresLists {
    /** Numbers keep every digit. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private PostgresLists() {}

    /** Returns the text of an array, given as an expression. */
    static String text(String value, ColumnKind form) {
        return form == ColumnKind.ARRAY ? set(value) : "to_json(" + value + ")::text";
    }

    /** Each element once, in the order of their bytes. What is no element of a set keeps a text that is refused. */
    private static String set(String value) {
        return "CASE WHEN " + value + " IS NULL THEN NULL WHEN EXISTS (SELECT FROM unnest(" + value
                + ") AS e WHERE e IS NULL OR e::text = '' OR e::text ~ '[\"\\\\{},]') THEN '!' || " + value
                + "::text ELSE '{' || array_to_string(ARRAY(SELECT DISTINCT ('\"' || e::text || '\"') COLLATE \"C\""
                + " FROM unnest(" + value + ") AS e ORDER BY 1), ',') || '}' END";
    }

    /** Returns PostgreSQL's text of a JSON array of plain values; what is none stays as it is, and is refused. */
    static byte[] ofJson(byte[] json) {
        JsonNode list;
        try {
            list = JSON.readTree(json);
        } catch (JacksonException e) {
            return json;
        }
        if (!list.isArray()) {
            return json;
        }
        StringJoiner elements = new StringJoiner(",", "{", "}");
        for (JsonNode element : list) {
            if (element.isContainer()) {
                return json;
            }
            String text = element.isString() ? element.stringValue() : element.toString();
            elements.add(
                    element.isNull() ? "NULL" : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
        }
        return elements.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the array of a text parameter. What no list of plain values is would be another array, so it is refused. */
    static String ofJson(String cast) {
        return "(SELECT CASE WHEN j IS NULL THEN NULL WHEN json_typeof(j) <> 'array' OR EXISTS (SELECT FROM"
                + " json_array_elements(CASE json_typeof(j) WHEN 'array' THEN j END) AS e"
                + " WHERE json_typeof(e) IN ('array', 'object')) THEN ('!' || j::text)" + cast
                + " ELSE ARRAY(SELECT json_array_elements_text(j))" + cast
                + " END FROM (SELECT ?::json AS j) AS given)";
    }
}
