package dev.movex.doublewrite.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlatTextTest {
    private final List<String> problems = new ArrayList<>();

    @Test
    void mapsInBracesAndListsInBracketsMeanTheSameAsThoseOfSeveralLines() {
        Map<String, String> read = FlatText.yaml("""
                source: {url: "jdbc:postgresql://db1:5432/shop?a=b,c", user: shop, password: ${SECRET}}
                tables:
                  exclude: [public.flyway_*, 'public.a,b']
                  keys: {"public.ticket": 'serial_no, row', public.stub: id}
                  "mapping": {}
                """, problems);
        assertThat(problems).isEmpty();
        assertThat(read)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "source.url", "jdbc:postgresql://db1:5432/shop?a=b,c",
                        "source.user", "shop",
                        "source.password", "${SECRET}",
                        "tables.exclude", "public.flyway_*,public.a,b",
                        "tables.keys.public.ticket", "serial_no, row",
                        "tables.keys.public.stub", "id"));
    }

    @Test
    void aMapThatDoesNotEndOnItsLineIsNamed() {
        FlatText.yaml("source: {url: x,\n  user: y}", problems);
        assertThat(problems).singleElement().satisfies(told -> assertThat(told).startsWith("line 1 "));
    }

    @Test
    void aRowConditionStaysAsItIs() {
        assertThat(FlatText.yaml("rows: tenant = 'a' AND note = 'it: {b}' # only these", problems))
                .containsExactly(Map.entry("rows", "tenant = 'a' AND note = 'it: {b}'"));
        assertThat(problems).isEmpty();
    }
}
