package dev.movex.springboot.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.MovexException;
import dev.movex.core.plan.PlanOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

final class PropertiesCheckTest {
    private static MovexProperties bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bind("movex", MovexProperties.class)
                .get();
    }

    @Test
    void whatIsCompletePasses() {
        MovexProperties properties = bound(Map.of(
                "movex.data-sources.dataSource.migration", "shop",
                "movex.data-sources.dataSource.member", "shop-1",
                "movex.data-sources.dataSource.schemas", "public, cargo",
                "movex.data-sources.dataSource.exclude", "flyway_*,audit_*",
                "movex.data-sources.dataSource.keys.[public.pair]", "a_id, b_id",
                "movex.data-sources.dataSource.mapping.[public.item].leave-out", "secret, Note",
                "movex.data-sources.dataSource.target.url", "jdbc:postgresql://localhost/shop",
                "movex.data-sources.dataSource.target.username", "shop",
                "movex.data-sources.dataSource.settings.clean-windows", "3"));
        PropertiesCheck.check(properties, List.of("dataSource"));
        assertThat(properties.dataSources().values()).singleElement().satisfies(wrapped -> {
            assertThat(wrapped.exclude()).containsExactly("flyway_*", "audit_*");
            assertThat(wrapped.ownPoolSize()).isEqualTo(12);
            PlanOptions tables = wrapped.tables(new ArrayList<>());
            assertThat(tables.schemas()).containsExactly("public", "cargo");
            assertThat(tables.keys()).containsOnly(Map.entry("public.pair", List.of("a_id", "b_id")));
            assertThat(tables.mappings()).singleElement().satisfies(item -> {
                assertThat(item.source()).isEqualTo("public.item");
                assertThat(item.columns().leftOut()).containsOnly("secret", "Note");
            });
        });
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        MovexProperties properties = bound(Map.of(
                "movex.data-sources.datasource.migration", "shop",
                "movex.data-sources.datasource.target.url", "jdbc:postgresql://localhost/shop?password=hidden",
                "movex.data-sources.datasource.own-pool-size", "0",
                "movex.data-sources.datasource.mapping.[public.item].renam", "a -> b",
                "movex.data-sources.datasource.settings.clean-window", "3",
                "movex.data-sources.datasource.settings.soak", "long"));
        assertThatThrownBy(() -> PropertiesCheck.check(properties, List.of("dataSource")))
                .isInstanceOfSatisfying(
                        MovexException.class,
                        e -> assertThat(e.problem())
                                .contains(
                                        "no bean 'datasource' is a DataSource; there are [dataSource]. Did you mean 'dataSource'?",
                                        "movex.data-sources.datasource.member is missing",
                                        "movex.data-sources.datasource.target.url holds a password",
                                        "movex.data-sources.datasource.target.username is missing",
                                        "movex.data-sources.datasource.own-pool-size must be 1 or more",
                                        "'mapping.public.item.renam' is not known. Did you mean 'rename'?",
                                        "settings.clean-window is not known. Did you mean 'clean-windows'?",
                                        "'soak' is not a time such as")
                                .doesNotContain("hidden"));
    }
}
