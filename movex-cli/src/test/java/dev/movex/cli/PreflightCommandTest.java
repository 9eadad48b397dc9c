package dev.movex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import org.junit.jupiter.api.Test;

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
}
