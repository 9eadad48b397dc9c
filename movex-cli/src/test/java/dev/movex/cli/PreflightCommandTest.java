package dev.movex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PreflightCommandTest extends DatabaseCommandTest {
    @Test
    void equalTablesPass() throws Exception {
        for (Side side : Side.values()) {
            execute(side, "CREATE TABLE orders (id bigint PRIMARY KEY, note text)");
        }
        CommandRun run = run("preflight");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("table public.orders", "A migration can begin.");
        assertThat(run.code()).isEqualTo(ExitCode.OK);
    }

    @Test
    void everyProblemIsNamedWithItsWayOutAndTheVerdictIsNegative() throws Exception {
        execute(Side.SRC, "CREATE TABLE orders (id bigint PRIMARY KEY)", "CREATE TABLE notes (text text)");
        execute(Side.DST, "CREATE TABLE notes (text text)");
        CommandRun run = run("preflight");
        assertThat(run.code()).isEqualTo(ExitCode.NEGATIVE);
        assertThat(run.out()).contains("TARGET_TABLE_MISSING public.orders", "NO_PRIMARY_KEY public.notes");
    }

    @Test
    void excludedTablesAreNotLookedAt() throws Exception {
        for (Side side : Side.values()) {
            execute(side, "CREATE TABLE orders (id bigint PRIMARY KEY)", "CREATE TABLE notes (text text)");
        }
        assertThat(run("preflight", "--exclude", "notes").code()).isEqualTo(ExitCode.OK);
        assertThat(run("preflight", "--include", "public.notes").code()).isEqualTo(ExitCode.NEGATIVE);
    }

    @Test
    void nothingIsLeftBehind() throws Exception {
        run("preflight");
        assertThat(run("uninstall").out()).contains("source: nothing of Movex", "target: nothing of Movex");
    }

    @Test
    void mappingsOfAFileAreLookedAt(@TempDir Path folder) throws Exception {
        execute(Side.SRC, "CREATE TABLE orders (id bigint PRIMARY KEY, note text)");
        execute(Side.DST, "CREATE TABLE purchase (id bigint PRIMARY KEY, remark text)");
        Path file = folder.resolve("movex.yaml");
        Files.writeString(file, """
                migration: shop
                tables:
                  mapping:
                    public.orders:
                      to: purchase
                      rename: note -> remark
                """);
        assertThat(run("preflight").out()).contains("TARGET_TABLE_MISSING public.orders", "by a mapping (to)");
        CommandRun mapped = run("preflight", "--mapping", file.toString());
        assertThat(mapped.out()).contains("table public.orders");
        assertThat(mapped.code()).isEqualTo(ExitCode.OK);
        Files.writeString(file, Files.readString(file).replace("note ->", "not ->"));
        assertThat(run("preflight", "--mapping", file.toString()).out()).contains("MAPPING_COLUMN_UNKNOWN", "note");
        Files.writeString(file, "migration: shop\n");
        assertThat(run("preflight", "--mapping", file.toString()).err()).contains("tables.mapping");
    }
}
