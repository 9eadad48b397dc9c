package dev.movex.cli;

import dev.movex.core.MovexException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File whose first line is the bearer token; else MOVEX_TOKEN, else none.")
    private @Nullable Path tokenFile;

    /** Returns the API. */
    HttpApi api() {
        return new HttpApi(url, token());
    }

    private String token() {
        if (tokenFile == null) {
            String token = System.getenv("MOVEX_TOKEN");
            return token == null ? "" : token.strip();
        }
        try (Stream<String> lines = Files.lines(tokenFile)) {
            return lines.findFirst().orElse("").strip();
        } catch (IOException e) {
            throw new MovexException("TOKEN", "The file of --token-file can't be read.", "Name a readable file.", e);
        }
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
