package dev.movex.springboot;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.movex.core.MigrationState;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Writes JSON the way the API has it, whatever the application has set up for its own. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .addMixIn(MigrationState.class, StateByName.class)
            .build();

    private Json() {}

    /** States are written as the API calls them. */
    @FunctionalInterface
    private interface StateByName {
        @JsonValue
        String wire();
    }

    static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    static JsonMapper mapper() {
        return MAPPER;
    }
}
