package dev.movex.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.Side;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.Problem;
import dev.movex.testkit.database.DatabasePair;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What MySQL and MariaDB take over from each other. */
abstract class FamilySchemaContract {
    private SchemaLab lab;

    /** Returns an expression that the target does not know. */
    abstract String unknown();

    @BeforeEach
    void start(DatabasePair pair) {
        lab = new SchemaLab(pair, PlanOptions.all());
    }

    @Test
    void whatIsComputedAndCheckedIsTakenOver() throws Exception {
        lab.run(
                Side.SRC,
                "CREATE TABLE part (id INT PRIMARY KEY, price INT NOT NULL DEFAULT (2 + 3), doc JSON,"
                        + " twice INT GENERATED ALWAYS AS (price * 2) STORED,"
                        + " label VARCHAR(40) GENERATED ALWAYS AS (CONCAT('it''s ', price)) VIRTUAL,"
                        + " raw VARBINARY(4) DEFAULT 'ab',"
                        + " changed DATETIME(3) NULL ON UPDATE CURRENT_TIMESTAMP(3),"
                        + " KEY by_twice (twice), CONSTRAINT sound CHECK (price < 100 OR id = 1))",
                "CREATE TABLE other (id INT PRIMARY KEY, v INT, CHECK (v > 0))");
        lab.create();
        assertThat(lab.leftOut()).isEmpty();
        lab.run(Side.DST, "INSERT INTO part (id) VALUES (7)", "UPDATE part SET doc = '{}' WHERE id = 7");
        assertThat(lab.target("SELECT CONCAT_WS('|', price, twice, label, raw, changed IS NOT NULL) FROM part"))
                .containsExactly("5|10|it's 5|ab|1");
        assertThat(lab.target("SELECT COUNT(*) FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()"
                        + " AND INDEX_NAME = 'by_twice'"))
                .containsExactly("1");
        assertRefused("INSERT INTO part (id, price) VALUES (8, 100)");
        assertRefused("INSERT INTO other VALUES (1, 0)");
    }

    private void assertRefused(String sql) {
        assertThatThrownBy(() -> lab.run(Side.DST, sql)).isInstanceOf(SQLException.class);
    }

    @Test
    void whatTheTargetDoesNotUnderstandIsNamed() throws Exception {
        lab.run(
                Side.SRC,
                "CREATE TABLE part (id INT PRIMARY KEY, odd INT GENERATED ALWAYS AS (" + unknown() + ") VIRTUAL)");
        Problem named = lab.only("DEFINITIONS_LEFT_OUT");
        assertThat(named.what()).contains("generated column odd");
        lab.create();
    }

    @Test
    void aKeyOverTheBeginningOfATextStaysOne() throws Exception {
        lab.run(
                Side.SRC,
                "CREATE TABLE page (title TEXT NOT NULL, lang VARCHAR(90), v INT, PRIMARY KEY (title(20), lang(10)))");
        lab.create();
        assertThat(lab.target("SELECT SUB_PART FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()"
                        + " AND TABLE_NAME = 'page' ORDER BY SEQ_IN_INDEX"))
                .containsExactly("20", "10");
    }

    @Test
    void aKeyOfOneCollationIsNoFinding(DatabasePair pair) throws Exception {
        String sql = "CREATE TABLE name (id VARCHAR(20) COLLATE utf8mb4_general_ci PRIMARY KEY)";
        lab.run(Side.SRC, sql);
        lab.run(Side.DST, sql);
        assertThat(Lab.draft(pair, PlanOptions.all()).problems())
                .noneMatch(p -> p.code().equals("COLLATION_EQUATES_KEYS"));
    }
}
