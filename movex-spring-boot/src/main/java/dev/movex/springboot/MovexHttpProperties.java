package dev.movex.springboot;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the routes are, and whether they are.
 *
 * @param enabled Whether the HTTP routes of the migration are mounted.
 * @param prefix Path under which the routes are mounted, such as /movex; empty for the root.
 */
@ConfigurationProperties("movex.http")
public record MovexHttpProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("/movex") String prefix) {
    public MovexHttpProperties {
        if (!prefix.matches("(/[A-Za-z0-9._~-]+)*")) {
            throw new IllegalArgumentException(
                    "movex.http.prefix must be empty, or like /movex or /admin/movex, without a"
                            + " slash at its end; it is '" + prefix + "'");
        }
    }
}
