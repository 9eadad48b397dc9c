package dev.movex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.MigrationState;
import dev.movex.core.Side;
import dev.movex.core.dialect.ControlSql;
import dev.movex.core.dialect.Dialects;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class UninstallCommandTest extends DatabaseCommandTest {
    private static final String SCHEMAS = "SELECT count(*) FROM pg_namespace WHERE nspname = 'movex'";

    @Test
    void nothingInstalledIsSaid() throws Exception {
        CommandRun run = run("uninstall", "--yes");
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("source: nothing of Movex", "target: nothing of Movex");
    }

    @Test
    void withoutYesItShowsWhatIsThereAndChangesNothing() throws Exception {
        install("shop", MigrationState.DST_ONLY);
        CommandRun run = run("uninstall");
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains("source: movex.control, rows 1", "target: movex.journal, rows 0")
                .contains("target: migration shop: state dst_only, epoch 7, open")
                .contains("would remove from the source: all of Movex's tables and their schema")
                .contains("Nothing was changed.");
        assertThat(number(Side.SRC, SCHEMAS)).isOne();
        assertThat(number(Side.DST, "SELECT count(*) FROM movex.control")).isOne();
    }

    @Test
    void yesRemovesTablesAndSchemaOnBothSides() throws Exception {
        install("shop", MigrationState.COMPLETED);
        CommandRun run = run("uninstall", "--yes");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(number(Side.SRC, SCHEMAS) + number(Side.DST, SCHEMAS)).isZero();
        assertThat(run("uninstall").out()).contains("source: nothing of Movex");
    }

    @Test
    void oneSideAloneCanBeCleaned() throws Exception {
        install("shop", MigrationState.COMPLETED);
        CommandRun run = CommandRun.of(
                "uninstall",
                "--target-url",
                databases.dstUrl(),
                "--target-user",
                databases.target().username(),
                "--yes");
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(number(Side.DST, SCHEMAS)).isZero();
        assertThat(number(Side.SRC, SCHEMAS)).isOne();
    }

    @Test
    void tablesStayWhileAnotherMigrationNeedsThem() throws Exception {
        install("shop", MigrationState.DST_ONLY);
        install("books", MigrationState.SRC_FIRST);
        execute(
                Side.SRC,
                "INSERT INTO movex.log (migration, kind, body) VALUES ('shop', 'a', 'b'), ('books', 'a', 'b')");

        assertThat(run("uninstall", "--yes").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("uninstall", "--yes", "--migration", "nosuch").code()).isEqualTo(ExitCode.USAGE);
        CommandRun run = run("uninstall", "--yes", "--migration", "shop");

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("removed from the source: the rows of migration shop; the tables stay");
        assertThat(number(Side.SRC, "SELECT count(*) FROM movex.control WHERE migration = 'books'"))
                .isOne();
        assertThat(number(Side.SRC, "SELECT count(*) FROM movex.log")).isOne();
        assertThat(number(Side.DST, "SELECT count(*) FROM movex.control WHERE migration = 'shop'"))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = MigrationState.class,
            names = {"SRC_FIRST", "DST_FIRST"})
    void itRefusesWhileBothSidesAreWritten(MigrationState state) throws Exception {
        install("shop", state);
        refuses("both databases are written under " + state.pattern().wire());
    }

    @Test
    void itRefusesWhileAChangeIsUnderWay() throws Exception {
        install("shop", MigrationState.DST_ONLY);
        execute(Side.SRC, "UPDATE movex.control SET intent = '{}'");
        refuses("On the source a change of pattern is under way");
    }

    @Test
    void itRefusesWhileWritesWaitInTheJournal() throws Exception {
        install("shop", MigrationState.DST_ONLY);
        execute(Side.DST, "INSERT INTO movex.journal (migration, member, epoch, keys) VALUES ('shop', 'a', 7, '[]')");
        refuses("On the target journal rows are pending: 1");
    }

    private void refuses(String because) throws Exception {
        CommandRun shown = run("uninstall");
        assertThat(shown.code()).isEqualTo(ExitCode.NEGATIVE);
        CommandRun refused = run("uninstall", "--yes");
        assertThat(refused.code()).isEqualTo(ExitCode.NEGATIVE);
        assertThat(refused.err()).contains("error:   UNINSTALL_REFUSED", because, "--force");
        assertThat(number(Side.SRC, SCHEMAS) + number(Side.DST, SCHEMAS)).isEqualTo(2);

        CommandRun forced = run("uninstall", "--yes", "--force", "the target is thrown away");
        assertThat(forced.code()).isEqualTo(ExitCode.OK);
        assertThat(forced.out()).contains("forced (the target is thrown away): ", because);
        assertThat(number(Side.SRC, SCHEMAS) + number(Side.DST, SCHEMAS)).isZero();
    }

    @Test
    void whatBelongsToSomebodyElseIsKept() throws Exception {
        install("shop", MigrationState.DST_ONLY);
        execute(Side.DST, "CREATE TABLE movex.stranger (id bigint)");
        CommandRun run = run("uninstall", "--yes");
        assertThat(run.code()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err()).contains("error:   UNINSTALL_FAILED");
        assertThat(number(Side.DST, "SELECT count(*) FROM movex.control")).isOne();
    }

    private void install(String migration, MigrationState state) throws SQLException {
        for (Side side : Side.values()) {
            try (Connection connection = databases.of(side).dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                ControlSql sql = Dialects.of(connection).control();
                for (String text : sql.create()) {
                    statement.execute(text);
                }
                try (PreparedStatement insert = connection.prepareStatement(sql.insertControl())) {
                    insert.setString(1, migration);
                    insert.setLong(2, 7);
                    insert.setString(3, state.pattern().wire());
                    insert.setBoolean(4, state.pattern().primary() == side);
                    insert.setString(5, state.wire());
                    insert.executeUpdate();
                }
            }
        }
    }
}
