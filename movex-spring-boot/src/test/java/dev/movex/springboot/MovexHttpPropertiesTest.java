package dev.movex.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MovexHttpPropertiesTest {
    private static MovexHttpProperties properties(String prefix) {
        return new MovexHttpProperties(true, prefix, "/api/v1", MovexHttpProperties.Access.LOOPBACK, "movex-", 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/movex", "/admin/movex", "/movex-1.0_x~"})
    void pathsAreTaken(String prefix) {
        assertThat(properties(prefix).prefix()).isEqualTo(prefix);
    }

    @ParameterizedTest
    @ValueSource(strings = {"movex", "/", "/movex/", "/mo vex", "/movex?x", "/**", "//"})
    void otherTextsAreRefused(String prefix) {
        assertThatThrownBy(() -> properties(prefix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("movex.http.prefix");
    }
}
