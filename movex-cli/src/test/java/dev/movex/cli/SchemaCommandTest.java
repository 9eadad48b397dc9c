package dev.movex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import org.junit.jupiter.api.Test;

final class SchemaCommandTest extends DatabaseCommandTest {
    @Test
    void aDryRunShowsWhatIsMissingAndCreatesNothing() throws Exception {
        execute(
                Side.SRC,
                "CREATE TABLE orders (id bigint PRIMARY KEY, note text)",
                "CREATE INDEX by_note ON orders (note)");
        CommandRun run = run("schema");
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains("CREATE TABLE IF NOT EXISTS \"public\".\"orders\"")
                .doesNotContain("by_note");
        assertThat(run("schema", "--indexes").out()).contains("by_note").doesNotContain("CREATE TABLE");
        assertThat(number(Side.DST, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                .isZero();
    }

    @Test
    void whatIsMissingIsCreatedOnce() throws Exception {
        execute(
                Side.SRC,
                "CREATE TABLE orders (id bigint PRIMARY KEY, note text)",
                "CREATE INDEX by_note ON orders (note)",
                "CREATE TABLE parts (id int PRIMARY KEY, orders bigint REFERENCES orders)");
        assertThat(run("schema", "--apply").code()).isEqualTo(ExitCode.OK);
        assertThat(run("preflight").code()).isEqualTo(ExitCode.OK);
        assertThat(run("schema", "--indexes", "--apply").code()).isEqualTo(ExitCode.OK);
        assertThat(run("schema", "--apply").out()).contains("-- 0 things were created.");
        assertThat(run("schema", "--indexes", "--json").out()).contains("\"passed\":true", "\"ddl\":[]");
        assertThat(number(Side.DST, "SELECT count(*) FROM pg_constraint WHERE contype = 'f'"))
                .isOne();
        assertThat(number(Side.DST, "SELECT count(*) FROM pg_indexes WHERE indexname = 'by_note'"))
                .isOne();
    }
}
