package dev.movex.springboot.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/** Who starts an application with Movex for the first time reads what to mend, not a trace of beans. */
class MovexFailureAnalyzerTest {
    @Configuration
    @ImportAutoConfiguration(MovexAutoConfiguration.class)
    static class Bare {}

    @Test
    void whatStandsInTheWayIsToldAsAReasonAndAnAction() {
        PrintStream before = System.err;
        PrintStream out = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(said, true, StandardCharsets.UTF_8);
        System.setErr(both);
        System.setOut(both);
        Exception failure;
        try {
            SpringApplication application = new SpringApplication(Bare.class);
            application.setWebApplicationType(WebApplicationType.NONE);
            failure = catchException(() -> application.run("--movex.data-sources.dataSorce.migration=shop"));
        } finally {
            System.setErr(before);
            System.setOut(out);
        }
        assertThat(failure).isNotNull();
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("APPLICATION FAILED TO START")
                .contains("dataSorce.member is missing")
                .containsPattern("(?s)Action:\\s+Mend them, or switch Movex off");
    }
}
