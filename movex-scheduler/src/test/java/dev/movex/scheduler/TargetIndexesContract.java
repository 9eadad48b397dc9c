package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.core.MigrationState;
import dev.movex.core.Side;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.TableMapping;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.ServerKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Indexes, unique constraints and foreign keys of the target that a copy creates when the rows are there. */
abstract class TargetIndexesContract {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    Lab lab = new Lab();

    @BeforeEach
    void create(DatabasePair pair) throws Exception {
        lab = new Lab(pair);
        for (Side side : Side.values()) {
            lab.execute(side, "CREATE TABLE parent (id bigint PRIMARY KEY, name varchar(40), utime bigint NOT NULL)");
            lab.execute(side, "CREATE TABLE child (id bigint PRIMARY KEY, parent_id bigint, note varchar(40))");
        }
        lab.execute(Side.SRC, "CREATE UNIQUE INDEX one_name ON parent (name)");
        lab.execute(Side.SRC, "CREATE INDEX by_note ON child (note)");
        lab.execute(
                Side.SRC, "ALTER TABLE child ADD CONSTRAINT of_parent FOREIGN KEY (parent_id) REFERENCES parent (id)");
        lab.execute(Side.SRC, "INSERT INTO parent VALUES (1, 'one', 1), (2, 'two', 2)");
        lab.execute(Side.SRC, "INSERT INTO child VALUES (1, 1, 'a'), (2, 2, 'b'), (3, 2, 'b')");
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    Lab.Process copied(boolean indexes) throws Exception {
        Lab.Process process = lab.start(Lab.QUICK.withIndexes(indexes));
        process.migration().move(MigrationState.SRC_ONLY, "test", "", false);
        process.migration().move(MigrationState.SRC_FIRST, "test", "", false);
        process.migration().startCopy("test");
        return process;
    }

    static void ended(Lab.Process process) {
        await().atMost(LIMIT).until(() -> process.migration().activity().isEmpty());
    }

    static List<String> phases(Lab.Process process) {
        return process.migration().progress().stream().map(TableProgress::phase).toList();
    }

    private long keys() throws Exception {
        return lab.pair.target().server().kind() == ServerKind.POSTGRESQL
                ? lab.number(
                        Side.DST,
                        "SELECT (SELECT count(*) FROM pg_indexes WHERE tablename IN ('parent', 'child') AND"
                                + " (indexdef LIKE '%(note)' OR indexdef LIKE '% UNIQUE %(name)'))"
                                + " + (SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated)")
                : lab.number(
                        Side.DST,
                        "SELECT (SELECT count(DISTINCT INDEX_NAME) FROM information_schema.STATISTICS WHERE"
                                + " TABLE_SCHEMA = DATABASE() AND INDEX_NAME IN ('one_name', 'by_note'))"
                                + " + (SELECT count(*) FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE"
                                + " CONSTRAINT_SCHEMA = DATABASE())");
    }

    @Test
    void theyAreThereWhenTheCopyIsProven() throws Exception {
        Lab.Process process = copied(true);
        ended(process);
        assertThat(process.migration().stats().lastError()).isNull();
        assertThat(phases(process)).containsOnly("proven");
        assertThat(keys()).isEqualTo(3);
        process.execute("INSERT INTO child VALUES (4, 1, 'while both are written')");
        process.migration().startCopy("test");
        ended(process);
        process.migration().startFull("test");
        ended(process);
        assertThat(process.migration().report().tables())
                .allMatch(t ->
                        t.validation() != null && t.validation().confirmed().isEmpty());
        assertThat(keys()).isEqualTo(3);
    }

    @Test
    void aTableWithAMappingGetsThoseThatItLacks() throws Exception {
        lab.execute(Side.DST, "DROP TABLE child");
        lab.execute(Side.DST, "CREATE TABLE offspring (id bigint PRIMARY KEY, parent_id bigint, remark varchar(40))");
        lab.execute(Side.DST, "CREATE INDEX named_by_hand ON offspring (remark)");
        lab.with(PlanOptions.all()
                .withMappings(List.of(TableMapping.of("child").to("offspring").rename("note", "remark"))));
        Lab.Process process = copied(true);
        ended(process);
        assertThat(process.migration().stats().lastError()).isNull();
        assertThat(lab.number(
                        Side.DST,
                        "SELECT count(*) FROM information_schema.table_constraints"
                                + " WHERE constraint_type = 'FOREIGN KEY' AND table_name = 'offspring'"))
                .isOne();
        String indexes = lab.pair.target().server().kind() == ServerKind.POSTGRESQL
                ? "pg_indexes WHERE tablename = 'offspring' AND indexdef LIKE '%(remark)'"
                : "information_schema.STATISTICS WHERE TABLE_NAME = 'offspring' AND COLUMN_NAME = 'remark'";
        assertThat(lab.number(Side.DST, "SELECT count(*) FROM " + indexes))
                .as("the one that is there serves")
                .isOne();
    }

    @Test
    void theyAreLeftToPeopleUnlessTheyAreAskedFor() throws Exception {
        Lab.Process process = copied(false);
        ended(process);
        assertThat(phases(process)).containsOnly("proven");
        assertThat(keys()).isZero();
    }
}
