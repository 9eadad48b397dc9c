package dev.movex.cli;

import dev.movex.core.MovexException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What shows the HTTP API who asks. */
final class ApiToken {
    static final String VARIABLE = "MOVEX_TOKEN";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A text file whose first line is the token to ask with; the environment variable " + VARIABLE
                    + " if not given. A token is never an argument.")
    private @Nullable Path file;

    /**
     * Returns the token; empty if there is none.
     *
     * @throws MovexException with code {@code PASSWORD_FILE} if the file can't be read
     */
    String read() {
        String token = file == null ? System.getenv().getOrDefault(VARIABLE, "") : Passwords.read(file);
        return token.strip();
    }
}
