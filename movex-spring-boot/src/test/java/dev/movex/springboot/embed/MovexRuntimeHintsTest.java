package dev.movex.springboot.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

final class MovexRuntimeHintsTest {
    @Test
    void proxiesAndRecordsAreFoundInANativeImage() {
        RuntimeHints hints = new RuntimeHints();
        new MovexRuntimeHints().registerHints(hints, getClass().getClassLoader());
        assertThat(RuntimeHintsPredicates.proxies().forInterfaces(Connection.class))
                .accepts(hints);
        for (Class<?> type : MovexRuntimeHints.RECORDS) {
            assertThat(RuntimeHintsPredicates.reflection().onType(type)).accepts(hints);
        }
    }
}
