package dev.movex.springboot;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/** Counts answers by route, HTTP status and code, where the application has a registry of meters. */
final class ResultCounter {
    private final @Nullable MeterRegistry meters;

    ResultCounter(@Nullable MeterRegistry meters) {
        this.meters = meters;
    }

    void count(String route, Reply reply) {
        if (meters != null) {
            Counter.builder("movex.http.answers")
                    .description("Answers of the migration's HTTP routes")
                    .tag("route", route)
                    .tag("status", Integer.toString(reply.status()))
                    .tag("code", Integer.toString(reply.code()))
                    .register(meters)
                    .increment();
        }
    }
}
