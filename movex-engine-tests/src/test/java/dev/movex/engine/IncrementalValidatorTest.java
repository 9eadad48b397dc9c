package dev.movex.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

@RealPostgres
class IncrementalValidatorTest extends IncrementalValidatorContract {
    @Test
    void aUserWhoMayNotSeeOtherSessionsIsToldWhatIsMissing(DatabasePair pair) throws Exception {
        Lab lab = lab(pair);
        lab.exec(Side.SRC, "DROP ROLE IF EXISTS blind", "CREATE ROLE blind LOGIN");
        PGSimpleDataSource blind = new PGSimpleDataSource();
        blind.setUrl(pair.srcUrl());
        blind.setUser("blind");
        blind.setPassword("x");
        try (DualWrite open = new DualWrite(lab);
                Connection connection = blind.getConnection()) {
            open.base("INSERT INTO item VALUES (1, 'open', 1)");
            assertThatThrownBy(() -> lab.databases().srcDialect().oldestTransaction(connection))
                    .isInstanceOf(MovexException.class)
                    .hasMessageContaining("SESSIONS_HIDDEN")
                    .hasMessageContaining("pg_read_all_stats");
        } finally {
            lab.exec(Side.SRC, "DROP ROLE blind");
        }
    }
}
