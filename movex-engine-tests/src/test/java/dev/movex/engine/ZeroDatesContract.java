package dev.movex.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Watch;
import dev.movex.core.control.Assignment;
import dev.movex.core.control.Authority;
import dev.movex.core.copy.CopyOptions;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.Problem;
import dev.movex.core.plan.TableMapping;
import dev.movex.core.preflight.Expected;
import dev.movex.core.preflight.FullPreflight;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.validate.ValidationRun;
import dev.movex.doublewrite.DoubleWriteConfig;
import dev.movex.doublewrite.MovexDataSource;
import dev.movex.testkit.database.DatabasePair;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dates of MySQL and MariaDB that no calendar has, on their way to PostgreSQL. */
abstract class ZeroDatesContract {
    private static final String MODE = "SET SESSION sql_mode = 'ALLOW_INVALID_DATES', SESSION time_zone = '+00:00'";

    private static final String ROWS =
            "INSERT INTO posts VALUES (1, '0000-00-00', '0000-00-00', '0000-00-00', '2024-00-31', 'zero'),"
                    + " (2, '2024-02-29', '2024-02-29 10:00:00', '2024-02-29 10:00:00', '2024-02-29', 'real'),"
                    + " (3, '2024-02-31', '2024-00-00', '0000-00-00', '2024-02-30', 'odd'),"
                    + " (4, '1000-01-01', '1000-01-01', '1970-01-01 00:00:01', NULL, 'first')";

    private static final TableMapping TOLD = TableMapping.of("posts")
            .zeroDates(TableMapping.ALL, TableMapping.NULL)
            .zeroDates("made", "0001-01-01");

    private DatabasePair pair;

    @BeforeEach
    void create(DatabasePair given) {
        pair = given;
        Lab.plain(
                pair,
                Side.SRC,
                "CREATE TABLE posts (id INT PRIMARY KEY, day DATE NOT NULL, made DATETIME NOT NULL, seen TIMESTAMP NULL,"
                        + " due DATE, note VARCHAR(20))");
        Lab.plain(
                pair,
                Side.DST,
                "CREATE TABLE posts (id int PRIMARY KEY, day date, made timestamp(0) NOT NULL, seen timestamptz(0), due date,"
                        + " note varchar(20))");
    }

    /** Runs statements on one connection of the source, which has to take such dates. */
    private void onSource(String... texts) throws SQLException {
        try (Connection connection = pair.src().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(MODE);
            for (String text : texts) {
                statement.execute(text);
            }
        }
    }

    private static PlanOptions options(TableMapping... mappings) {
        return PlanOptions.all().withMappings(List.of(mappings));
    }

    private List<Problem> preflight(PlanOptions options) throws SQLException {
        Lab lab = Lab.of(pair, options);
        try (Connection src = pair.src().getConnection();
                Connection dst = pair.dst().getConnection()) {
            return FullPreflight.read(
                            Lab.MIGRATION,
                            new DatabaseView(lab.databases().srcDialect(), src),
                            new DatabaseView(lab.databases().dstDialect(), dst),
                            options,
                            new Expected(1, 5))
                    .problems()
                    .stream()
                    .filter(p -> p.code().equals("ZERO_DATES"))
                    .toList();
        }
    }

    @Test
    void preflightCountsThemAndNamesTheWayOut() throws Exception {
        onSource(ROWS);
        assertThat(preflight(PlanOptions.all()))
                .hasSize(4)
                .allMatch(Problem::blocking)
                .anyMatch(p -> p.where().endsWith("posts.day") && p.what().startsWith("2 rows have"))
                .anyMatch(p -> p.where().endsWith("posts.due") && p.remedy().contains("zero-dates: due = null"));
    }

    @Test
    void preflightCountsWhatIsDeclared() throws Exception {
        onSource(ROWS);
        assertThat(preflight(options(TOLD)))
                .hasSize(4)
                .noneMatch(Problem::blocking)
                .anyMatch(p -> p.what().contains("will have NULL in its place"))
                .anyMatch(p -> p.what().contains("will have 0001-01-01 00:00:00.000000"));
    }

    @Test
    void oneThatIsNotDeclaredIsRefusedAndNeverChangedInSilence() throws Exception {
        onSource(ROWS);
        Lab lab = Lab.of(pair);
        assertThatThrownBy(() -> copy(lab))
                .hasMessageContaining("VALUE_REFUSED")
                .hasMessageContaining("[1] of public.posts, nor 1 more")
                .hasMessageNotContaining("0000");
        assertThat(lab.query(Side.DST, "SELECT count(*) FROM posts WHERE id IN (1, 3)"))
                .containsExactly("0");
    }

    private static void copy(Lab lab) throws Exception {
        for (PlannedTable table : lab.plan().tables()) {
            var result = lab.copier(
                            CursorStore.inMemory(), CopyOptions.standard().withRows(7, 50), Hooks.real())
                    .copyTable(table, lab::authority, Watch.none());
            assertThat(result.proven()).isTrue();
            assertThat(result.repaired()).as("the copy is right at once").isZero();
        }
    }

    private static List<InconsistentEvent> validate(Lab lab) throws Exception {
        List<InconsistentEvent> events = new ArrayList<>();
        lab.validate(events);
        return events;
    }

    private static List<String> told(Lab lab) {
        return lab.query(
                Side.DST,
                "SELECT concat_ws('|', coalesce(day::text, '-'), made, coalesce(seen::date::text, '-'), coalesce(due::text,"
                        + " '-')) FROM posts ORDER BY id");
    }

    @Test
    void theyAreCopiedComparedAndRepairedAsDeclared() throws Exception {
        onSource(ROWS);
        Lab lab = Lab.of(pair, options(TOLD));
        copy(lab);
        assertThat(told(lab))
                .containsExactly(
                        "-|0001-01-01 00:00:00|-|-",
                        "2024-02-29|2024-02-29 10:00:00|2024-02-29|2024-02-29",
                        "-|0001-01-01 00:00:00|-|-",
                        "1000-01-01|1000-01-01 00:00:00|1970-01-01|-");
        ValidationRun run = lab.validate(new ArrayList<>());
        assertThat(run.clean()).isTrue();
        assertThat(run.tables().get(0).suspects())
                .as("the servers' digests tell them alike")
                .isZero();
        assertThat(run.tables().get(0).declared())
                .containsEntry("day", "dates that no calendar has are told as NULL")
                .hasSize(4);
        lab.exec(
                Side.DST,
                "UPDATE posts SET day = '2024-01-01' WHERE id = 1",
                "UPDATE posts SET made = '2024-01-01' WHERE id = 3",
                "UPDATE posts SET due = NULL WHERE id = 2");
        List<InconsistentEvent> events = validate(lab);
        assertThat(events.stream().map(e -> e.key().values().get(0) + e.columns()))
                .containsExactlyInAnyOrder("1[day]", "3[made]", "2[due]");
        lab.repair(events.stream().map(InconsistentEvent::dirtyKey).toArray(DirtyKey[]::new));
        assertThat(validate(lab)).isEmpty();
    }

    @Test
    void theDoubleWriterTellsThemAsDeclaredAndBringsThemBack() throws Exception {
        Lab lab = Lab.of(pair, options(TOLD));
        try (MovexDataSource movex =
                MovexDataSource.open(DoubleWriteConfig.of("zero"), lab.plan(), pair.src(), pair.dst())) {
            movex.member().adopt(new Assignment(Pattern.SRC_FIRST, 1, Set.of()));
            write(movex, MODE, ROWS, "UPDATE posts SET due = '0000-00-00' WHERE id = 4");
            carried(lab);
            assertThat(told(lab)).first().isEqualTo("-|0001-01-01 00:00:00|-|-");
            lab.control(Side.SRC, 2, false);
            lab.control(Side.DST, 2, true);
            lab.authority(Authority.under(Pattern.DST_FIRST, 2));
            movex.member().adopt(new Assignment(Pattern.DST_FIRST, 2, Set.of()));
            write(
                    movex,
                    "UPDATE posts SET note = 'changed' WHERE id = 1",
                    "INSERT INTO posts (id, made) VALUES (9, '2024-01-01')");
            carried(lab);
            assertThat(lab.query(Side.SRC, "SELECT CAST(day AS CHAR) FROM posts WHERE id IN (1, 9) ORDER BY id"))
                    .as("a column that takes no NULL has its zero date again")
                    .containsExactly("0000-00-00", "0000-00-00");
            assertThat(lab.query(Side.SRC, "SELECT CAST(day AS CHAR) FROM posts WHERE id = 3"))
                    .as("a row that was not written is left alone")
                    .containsExactly("2024-02-31");
        }
    }

    private static void carried(Lab lab) throws Exception {
        assertThat(validate(lab)).isEmpty();
        await().until(() -> lab.journalRows(lab.authority().base()) == 0);
        assertThat(validate(lab)).isEmpty();
    }

    private static void write(MovexDataSource movex, String... texts) throws SQLException {
        try (Connection connection = movex.getConnection();
                Statement statement = connection.createStatement()) {
            for (String text : texts) {
                statement.execute(text);
            }
        }
    }
}
