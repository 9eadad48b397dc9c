package dev.movex.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.movex.core.Side;
import dev.movex.core.event.InconsistencyType;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.row.RowKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The wire form, its published schema, and readers and writers that are older or newer than we. */
class EventSchemaTest {
    private static final Path SCHEMA = Path.of("..", "docs", "inconsistent-event.schema.json");
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What a consumer of the original knows of an event. */
    record Original(@Nullable Long id, String direction, String type) {}

    private static Stream<InconsistentEvent> events() {
        return Stream.of(
                event(Side.SRC, InconsistencyType.NEQ, RowKey.of("42"), List.of("note")),
                event(Side.DST, InconsistencyType.BASE_MISSING, RowKey.of("a", "\u00e9"), List.of()),
                event(Side.SRC, InconsistencyType.TARGET_MISSING, RowKey.of("99999999999999999999"), List.of()),
                event(Side.SRC, InconsistencyType.NEQ, RowKey.of(String.valueOf(Long.MIN_VALUE)), List.of("a", "b")));
    }

    private static InconsistentEvent event(Side direction, InconsistencyType type, RowKey key, List<String> columns) {
        return new InconsistentEvent(
                direction, type, "public.item", key, 3, "full-1", Instant.parse("2026-01-02T03:04:05Z"), columns);
    }

    private static Schema schema() throws Exception {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(SCHEMA));
    }

    @ParameterizedTest
    @MethodSource("events")
    void whatWePublishKeepsToTheSchema(InconsistentEvent event) throws Exception {
        assertThat(schema().validate(event.toJson(), InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1,\"direction\":\"UP\",\"type\":\"neq\"}",
                "{\"id\":\"1\",\"direction\":\"SRC\",\"type\":\"neq\"}",
                "{\"direction\":\"SRC\",\"type\":\"neq\"}",
                "{\"id\":1,\"direction\":\"SRC\",\"type\":\"neq\",\"key\":[1]}"
            })
    void theSchemaRefusesWhatIsNoEvent(String json) throws Exception {
        assertThat(schema().validate(json, InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void theSchemaNamesEveryFieldThatWePublish() throws Exception {
        JsonNode properties = JSON.readTree(Files.readString(SCHEMA)).required("properties");
        JsonNode event = JSON.readTree(events().findFirst().orElseThrow().toJson());
        assertThat(Set.copyOf(properties.propertyNames())).isEqualTo(Set.copyOf(event.propertyNames()));
    }

    @ParameterizedTest
    @MethodSource("events")
    void aConsumerOfTheOriginalReadsOurs(InconsistentEvent event) {
        Original read = JSON.rebuild()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build()
                .readValue(event.toJson(), Original.class);
        assertThat(read)
                .isEqualTo(new Original(
                        event.id(), event.direction().name(), event.type().wire()));
    }

    @Test
    void theIdIsTheKeyWhereThatIsOneNumberOf64Bits() {
        assertThat(events().map(InconsistentEvent::id)).containsExactly(42L, null, null, Long.MIN_VALUE);
    }

    @Test
    void weReadWhatTheOriginalAndLaterVersionsPublish() throws Exception {
        String original = "{\"id\":42,\"direction\":\"SRC\",\"type\":\"neq\"}";
        String later = "{\"id\":42,\"direction\":\"SRC\",\"type\":\"neq\",\"table\":\"public.item\",\"key\":[\"42\"],"
                + "\"shard\":{\"name\":\"a\"},\"seen_at\":\"2026-01-02T03:04:05Z\"}";
        for (String json : List.of(original, later)) {
            assertThat(schema().validate(json, InputFormat.JSON)).isEmpty();
            InconsistentEvent read = InconsistentEvent.ofJson(json, "public.item");
            assertThat(read.dirtyKey().toString()).isEqualTo("public.item/42");
        }
    }
}
