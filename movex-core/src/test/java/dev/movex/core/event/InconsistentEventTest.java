package dev.movex.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.row.RowKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InconsistentEventTest {
    private static InconsistentEvent event(RowKey key) {
        return new InconsistentEvent(
                Side.SRC,
                InconsistencyType.NEQ,
                "public.item",
                key,
                7,
                "run-1",
                Instant.parse("2026-01-02T03:04:05.678Z"),
                List.of("note"));
    }

    @Test
    void theWireFormBeginsWithTheThreeFieldsThatTheOriginalHad() {
        assertThat(event(RowKey.of("42")).toJson())
                .isEqualTo("{\"id\":42,\"direction\":\"SRC\",\"type\":\"neq\",\"table\":\"public.item\","
                        + "\"key\":[\"42\"],\"epoch\":7,\"run\":\"run-1\",\"seen_at\":\"2026-01-02T03:04:05.678Z\","
                        + "\"columns\":[\"note\"]}");
    }

    @Test
    void aKeyThatIsNotOneNumberHasNoId() {
        assertThat(event(RowKey.of("a")).id()).isNull();
        assertThat(event(RowKey.of("1", "2")).id()).isNull();
        assertThat(event(RowKey.of("1", "2")).toJson()).startsWith("{\"id\":null,");
        assertThat(event(RowKey.of("99999999999999999999")).id()).isNull();
    }

    @Test
    void whatWasWrittenIsRead() {
        InconsistentEvent event = event(RowKey.of("a \"quoted\"", "ключ"));
        assertThat(InconsistentEvent.ofJson(event.toJson())).isEqualTo(event);
    }

    @Test
    void unknownFieldsAreIgnoredAndOptionalOnesMayBeMissing() {
        InconsistentEvent read = InconsistentEvent.ofJson("{\"direction\":\"DST\",\"type\":\"base_missing\","
                + "\"table\":\"t\",\"key\":[\"1\"],\"new_field\":{\"a\":1}}");
        assertThat(read.direction()).isEqualTo(Side.DST);
        assertThat(read.type()).isEqualTo(InconsistencyType.BASE_MISSING);
        assertThat(read.columns()).isEmpty();
    }

    @Test
    void anEventOfTheOriginalIsReadWhereItsTableIsKnown() {
        for (String text : List.of(
                "{\"id\":42,\"direction\":\"SRC\",\"type\":\"neq\"}",
                "{\"ID\":42,\"Direction\":\"SRC\",\"Type\":\"neq\"}")) {
            InconsistentEvent read = InconsistentEvent.ofJson(text, "public.item");
            assertThat(read.table()).isEqualTo("public.item");
            assertThat(read.key()).isEqualTo(RowKey.of("42"));
            assertThat(read.type()).isEqualTo(InconsistencyType.NEQ);
            assertThatThrownBy(() -> InconsistentEvent.ofJson(text)).hasMessageContaining("EVENT_UNREADABLE");
        }
    }

    @Test
    void somethingElseIsNotTakenForAnEvent() {
        for (String text : List.of(
                "",
                "[]",
                "{}",
                "{\"direction\":\"UP\"}",
                "nonsense",
                "{\"id\":1,\"direction\":\"SRC\"}",
                "{\"direction\":\"SRC\",\"type\":\"neq\",\"table\":\"t\",\"key\":[]}",
                "{\"id\":\"x\",\"direction\":\"SRC\",\"type\":\"neq\",\"table\":\"t\"}")) {
            assertThatThrownBy(() -> InconsistentEvent.ofJson(text))
                    .isInstanceOf(MovexException.class)
                    .hasMessageContaining("EVENT_UNREADABLE");
        }
    }
}
