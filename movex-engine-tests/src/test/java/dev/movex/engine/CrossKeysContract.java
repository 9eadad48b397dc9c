package dev.movex.engine;

import static dev.movex.engine.Lab.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import dev.movex.core.plan.PlanOptions;
import dev.movex.testkit.database.DatabasePair;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A source that takes keys for equal which PostgreSQL tells apart, and types that PostgreSQL does not have. */
abstract class CrossKeysContract {

    @Test
    void aKeyThatChangedItsCaseIsAnotherKeyOnTheTarget(DatabasePair pair) throws Exception {
        Lab.run(
                pair,
                Side.SRC,
                "CREATE TABLE word (k VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci PRIMARY KEY, note text)");
        Lab.run(pair, Side.DST, "CREATE TABLE word (k varchar(20) PRIMARY KEY, note text)");
        Lab lab = Lab.of(pair);
        lab.exec(Side.SRC, "INSERT INTO word VALUES ('Key', 'now')");
        lab.exec(Side.DST, "INSERT INTO word VALUES ('key', 'before')");
        lab.repair(key("word", "key"));
        assertThat(lab.rows(Side.DST, "word")).isEmpty();
        lab.repair(key("word", "Key"));
        assertThat(lab.rows(Side.DST, "word")).containsExactly("(Key,now)");
    }

    @Test
    void whatDoesNotFitIsNamedBeforeItIsMoved(DatabasePair pair) throws Exception {
        Lab.run(
                pair,
                Side.SRC,
                "CREATE TABLE kinds (id int PRIMARY KEY, big BIGINT UNSIGNED, place GEOMETRY, happened DATETIME, marks SET('a'),"
                        + " fine DATETIME(6), f8 DOUBLE, ok VARCHAR(10), js JSON)");
        Lab.run(
                pair,
                Side.DST,
                "CREATE TABLE kinds (id int PRIMARY KEY, big bigint, place point, happened timestamptz, marks text[],"
                        + " fine timestamp(3), f8 double precision, ok varchar(20), js text)");
        String table = pair.source().name() + ".kinds.";
        List<String> problems = Lab.draft(pair, PlanOptions.all()).problems().stream()
                .filter(p -> p.where().startsWith(table))
                .map(p -> p.severity() + " " + p.code() + " " + p.where().substring(table.length()))
                .toList();
        assertThat(problems)
                .containsExactlyInAnyOrder(
                        "ERROR COLUMN_TYPE_NARROWER big",
                        "ERROR TYPE_WITHOUT_CANONICAL_FORM place",
                        "ERROR COLUMN_TYPE_DIFFERS happened",
                        "ERROR COLUMN_TYPE_NARROWER fine",
                        "ERROR COLUMN_TYPE_DIFFERS js",
                        "WARNING COMPARED_IN_JAVA f8");
    }
}
