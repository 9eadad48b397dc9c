package dev.movex.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlanOptionsTest {
    private static boolean wants(List<String> include, List<String> exclude, String schema, String name) {
        return PlanOptions.all().tables(include, exclude).wants(new TableName(schema, name));
    }

    @Test
    void withoutGlobsEveryTableIsMoved() {
        assertThat(wants(List.of(), List.of(), "any", "table")).isTrue();
    }

    @Test
    void globsMeanWholeNames() {
        assertThat(wants(List.of("shop.item"), List.of(), "shop", "items")).isFalse();
        assertThat(wants(List.of("shop.item?"), List.of(), "shop", "items")).isTrue();
        assertThat(wants(List.of("shop.*"), List.of(), "shop", "items")).isTrue();
        assertThat(wants(List.of("shop.*"), List.of(), "shopx", "items")).isFalse();
    }

    @Test
    void aGlobWithoutASchemaMeansAnySchema() {
        assertThat(wants(List.of("item*"), List.of(), "shop", "items")).isTrue();
    }

    @Test
    void exclusionWeighsMore() {
        assertThat(wants(List.of("shop.*"), List.of("*_log"), "shop", "item_log"))
                .isFalse();
    }

    @Test
    void charactersOfRegularExpressionsMeanThemselves() {
        assertThat(wants(List.of("shop.a+b"), List.of(), "shop", "a+b")).isTrue();
        assertThat(wants(List.of("shop.a+b"), List.of(), "shop", "aab")).isFalse();
    }
}
