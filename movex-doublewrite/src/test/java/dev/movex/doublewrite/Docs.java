package dev.movex.doublewrite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Finds the project's pages from wherever the tests run. */
final class Docs {
    private Docs() {}

    /** Returns the folder that holds the modules and the pages. */
    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("docs/traps.md"))) {
            here = Objects.requireNonNull(here.getParent(), "no docs/traps.md above the working directory");
        }
        return here;
    }
}
