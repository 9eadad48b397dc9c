package dev.movex.engine;

import static dev.movex.engine.Lab.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import dev.movex.core.access.Hooks;
import dev.movex.core.repair.KeyOutcome.Kind;
import dev.movex.core.repair.RepairOptions;
import dev.movex.core.repair.RepairResult;
import dev.movex.core.repair.Repairer;
import dev.movex.core.repair.UndoImages;
import dev.movex.core.row.DirtyKey;
import dev.movex.testkit.database.DatabasePair;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that refer to each other, repaired in one transaction while the foreign keys of the target watch. */
abstract class RepairOrderContract {
    private static final List<DirtyKey> KEYS = List.of(
            key("node", "1"), key("node", "2"), key("node", "3"), key("node", "4"), key("leaf", "1"), key("leaf", "2"));
    private Lab lab;

    @BeforeEach
    void create(DatabasePair pair) {
        lab = Lab.of(
                pair,
                "CREATE TABLE node (id bigint PRIMARY KEY, parent bigint, note text,"
                        + " FOREIGN KEY (parent) REFERENCES node (id))",
                "CREATE TABLE leaf (id bigint PRIMARY KEY, node bigint, FOREIGN KEY (node) REFERENCES node (id))");
    }

    private RepairResult repair(List<DirtyKey> keys) throws Exception {
        return new Repairer(
                        lab.plan(),
                        ChangedDialect.withForeignKeys(lab.databases()),
                        RepairOptions.standard().withAttempts(1),
                        Hooks.real(),
                        UndoImages.none())
                .repair(keys, lab::authority);
    }

    @Test
    void parentsComeFirstAndGoLast() throws Exception {
        lab.exec(
                Side.SRC,
                "INSERT INTO node VALUES (4, NULL, 'root')",
                "INSERT INTO node VALUES (2, 4, 'x')",
                "INSERT INTO node VALUES (3, 2, 'x')",
                "INSERT INTO node VALUES (1, 3, 'x')",
                "INSERT INTO leaf VALUES (1, 1), (2, 4)");
        assertThat(repair(KEYS).count(Kind.WRITTEN)).isEqualTo(6);
        assertThat(lab.rows(Side.DST, "node")).isEqualTo(lab.rows(Side.SRC, "node"));
        lab.exec(
                Side.SRC,
                "DELETE FROM leaf",
                "DELETE FROM node WHERE id = 1",
                "DELETE FROM node WHERE id = 3",
                "DELETE FROM node WHERE id = 2",
                "DELETE FROM node WHERE id = 4");
        assertThat(repair(KEYS).count(Kind.DELETED)).isEqualTo(6);
        assertThat(lab.rows(Side.DST, "node")).isEmpty();
    }

    @Test
    void whatAForeignKeyRefusesIsDeadWithThatReason() throws Exception {
        lab.exec(Side.DST, "INSERT INTO node VALUES (9, NULL, 'x')", "INSERT INTO leaf VALUES (9, 9)");
        RepairResult result = repair(List.of(key("node", "9")));
        assertThat(result.outcome(key("node", "9")).reason()).startsWith("FOREIGN_KEY: ");
    }
}
