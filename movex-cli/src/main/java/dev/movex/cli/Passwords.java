package dev.movex.cli;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the password of a side: in a file, in the environment, or by asking. Never an argument, since arguments are seen
 * by everyone on the machine.
 */
final class Passwords {
    private final Map<String, String> environment;
    private final @Nullable Function<String, String> prompt;

    /** @param prompt asks a person; null if nobody is there */
    Passwords(Map<String, String> environment, @Nullable Function<String, String> prompt) {
        this.environment = Map.copyOf(environment);
        this.prompt = prompt;
    }

    /** Looks into the process's own environment, and asks on its terminal if it has one. */
    static Passwords ofProcess() {
        Console console = System.console();
        return new Passwords(System.getenv(), console == null ? null : question -> ask(console, question));
    }

    private static String ask(Console console, String question) {
        char[] answer = console.readPassword("%s", question);
        return answer == null ? "" : new String(answer);
    }

    /** Returns the name of the environment variable that holds a side's password. */
    static String variable(Side side) {
        return "MOVEX_" + side.label().toUpperCase(Locale.ROOT) + "_PASSWORD";
    }

    /** Returns the password, or an empty one if there is none anywhere: some servers want none. */
    String of(Side side, @Nullable Path file) {
        if (file != null) {
            return read(file);
        }
        String fromEnvironment = environment.get(variable(side));
        if (fromEnvironment != null) {
            return fromEnvironment;
        }
        return prompt == null ? "" : prompt.apply("Password of the " + side.label() + ": ");
    }

    /** Returns the secret in the first line of a file. */
    static String read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.isEmpty() ? "" : lines.get(0);
        } catch (IOException e) {
            throw new MovexException(
                    "PASSWORD_FILE",
                    "The file " + file + " can't be read (" + e.getClass().getSimpleName() + ").",
                    "Give the path of a text file whose first line is the secret, readable for this user.",
                    e);
        }
    }
}
