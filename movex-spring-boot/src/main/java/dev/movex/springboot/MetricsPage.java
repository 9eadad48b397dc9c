package dev.movex.springboot;

/** All meters of a process. Where there is such a bean, {@code GET /metrics} answers with it. Thread-safe. */
@FunctionalInterface
public interface MetricsPage {
    /** Returns them in the text format that Prometheus reads, version 0.0.4. */
    String text();
}
