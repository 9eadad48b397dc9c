package dev.movex.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableMappingsTest {
    private final List<String> problems = new ArrayList<>();

    @Test
    void aConfigurationSaysAllThatCodeSays() {
        Map<String, String> values = Map.of(
                "public.customer.to", "sales.client",
                "public.customer.rename", "id -> client_id, name -> full_name",
                "public.customer.leave-out", "secret, note",
                "public.customer.constants", "origin = legacy, note = 'a, b = ''c'''",
                "public.customer.source-constants", "kind = moved",
                "public.customer.convert", "ref: uuid, made: epoch-millis",
                "public.customer.zero-dates", "made = 1970-01-01 00:00:00, all = null",
                "public.customer.rows", "tenant = 'a'",
                "public.customer.one-way", "true");
        assertThat(TableMappings.read(values, "", problems))
                .containsExactly(TableMapping.of("public.customer")
                        .to("sales.client")
                        .rename("id", "client_id")
                        .rename("name", "full_name")
                        .leaveOut("secret")
                        .leaveOut("note")
                        .constant("origin", "legacy")
                        .constant("note", "a, b = 'c'")
                        .sourceConstant("kind", "moved")
                        .convert("ref", Conversion.UUID)
                        .convert("made", Conversion.EPOCH_MILLIS)
                        .zeroDates("made", "1970-01-01 00:00:00")
                        .zeroDates(TableMapping.ALL, TableMapping.NULL)
                        .where("tenant = 'a'")
                        .acceptOneWay());
        assertThat(problems).isEmpty();
    }

    @Test
    void aTableThatIsSplitHasMappingsWithNamesOfTheirOwn() {
        Map<String, String> values = Map.of("even.from", "item", "even.to", "item_0", "odd.from", "item");
        assertThat(TableMappings.read(values, "", problems))
                .containsExactlyInAnyOrder(TableMapping.of("item").to("item_0"), TableMapping.of("item"));
    }

    @Test
    void allErrorsAreToldAtOnceWithWhatWasProbablyMeant() {
        Map<String, String> values = Map.of(
                "item.renam", "a -> b",
                "item.rename", "a b",
                "item.convert", "id: uuidd",
                "item.one-way", "yes",
                "alone", "x");
        TableMappings.read(values, "tables.mapping.", problems);
        assertThat(problems)
                .containsExactlyInAnyOrder(
                        "'tables.mapping.item.renam' is not known. Did you mean 'rename'?",
                        "'tables.mapping.alone' is not known.",
                        "'tables.mapping.item.rename' is not of the form 'column -> …, …'.",
                        "'tables.mapping.item.convert' names none of uuid, uuid-swapped, boolean, hex, epoch-millis, trim,"
                                + " cut, round, upper-case. Did you mean 'uuid'?",
                        "'tables.mapping.item.one-way' is neither true nor false.");
    }
}
