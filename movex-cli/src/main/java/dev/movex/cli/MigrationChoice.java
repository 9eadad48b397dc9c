package dev.movex.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** The options that name a migration of a running application or server. */
final class MigrationChoice {
    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080/api/v1",
            description = "Where the resources of the HTTP API are mounted; ${DEFAULT-VALUE} if not given.")
    private String url = "";

    @Option(
            names = "--migration",
            paramLabel = "NAME",
            description = "The migration; may be left out where one alone is open.")
    private @Nullable String migration;

    @Mixin
    private ApiToken token = new ApiToken();

    /** Returns the API. */
    HttpApi api() {
        return new HttpApi(url, token.read());
    }

    /** Returns the path of the migration that is meant. */
    String path(HttpApi api) {
        if (migration != null) {
            return "/migrations/" + migration;
        }
        List<String> names = new ArrayList<>();
        for (JsonNode one : api.resource("/migrations").path("items")) {
            names.add(one.path("name").asString(""));
        }
        if (names.size() != 1) {
            throw new RefusedException(
                    "WHICH_MIGRATION",
                    names.isEmpty() ? "No migration is open there." : "Several migrations are open there.",
                    names.isEmpty()
                            ? "Name another address with --url."
                            : "Say --migration with one of " + String.join(", ", names) + ".");
        }
        return "/migrations/" + names.get(0);
    }
}
