package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@RealPostgres
class MirrorTest {
    @Test
    void replaysAndSendsImages(DatabasePair pair) throws SQLException {
        try (Rig rig = Rig.open(
                pair,
                "CREATE TABLE t (id bigint PRIMARY KEY, a text, n int)",
                "CREATE TABLE s (id bigint GENERATED"
                        + " ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz DEFAULT clock_timestamp(), a text)")) {
            rig.run("INSERT INTO t (id, a) VALUES (?, ?)", 1, "x");
            assertThat(rig.rows(Side.DST, "SELECT * FROM t")).isEmpty();
            Rig.execute(pair.dst(), "INSERT INTO t (id, a) VALUES (1, 'x')");
            rig.enter(Pattern.SRC_FIRST);
            rig.run("INSERT INTO t (id, a) VALUES (?, ?)", 2, "y");
            rig.run("UPDATE t SET a = ? WHERE id = ?", "z", 1);
            rig.run("UPDATE t SET n = coalesce(n, 0) + 1 WHERE id > ?", 0);
            rig.run("INSERT INTO s (a) VALUES (?)", "q");
            rig.run("DELETE FROM t WHERE id = 2");
        }
        assertThat(Rig.rows(pair.dst(), "SELECT * FROM t ORDER BY id"))
                .isEqualTo(Rig.rows(pair.src(), "SELECT * FROM t ORDER BY id"))
                .containsExactly("1|z|1");
        assertThat(Rig.rows(pair.dst(), "SELECT * FROM s ORDER BY id"))
                .isEqualTo(Rig.rows(pair.src(), "SELECT * FROM s ORDER BY id"))
                .hasSize(1);
        assertThat(Rig.rows(pair.src(), "SELECT * FROM movex.journal")).isEmpty();
    }
}
