package dev.movex.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of routes and roles in the docs is that of the code. */
final class RouteTableTest {
    @Test
    void theDocsTellTheRoleOfEachRoute() throws Exception {
        MigrationRegistry none = List::of;
        List<Route> resources =
                V1.routes(none, new EventFeeds(EventFeed.Limits.usual()), new Idempotency(Clock.systemUTC()));
        List<Route> enveloped = Routes.of(new OnlyMigration(none));
        String table = Stream.of(
                        lines("/api/v1", resources),
                        lines("/movex", enveloped),
                        lines("", List.of(Routes.metrics(() -> ""))))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n", "| request | role | |\n|---|---|---|\n", "\n"));
        String docs = Files.readString(Path.of("../docs/security.md"));
        String between = docs.substring(
                docs.indexOf("<!-- routes -->") + "<!-- routes -->\n".length(), docs.indexOf("<!-- end -->"));
        assertThat(between).as("put this between the marks:\n" + table).isEqualTo(table);
    }

    private static Stream<String> lines(String prefix, List<Route> routes) {
        return routes.stream()
                .map(r -> "| `" + r.method() + " " + prefix + r.path() + "` | "
                        + r.role().wire() + " | " + r.doc().summary() + " |");
    }
}
