package dev.movex.engine;

import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import org.junit.jupiter.api.Test;

@RealPostgres
class KeyKindsTest extends KeyKindsContract {
    @Test
    void textInTheOrderOfALanguageIsNoObstacle(DatabasePair pair) throws Exception {
        differencesAtBordersAreFound(
                "k text COLLATE \"de-x-icu\"",
                "k",
                "concat(CASE n % 4 WHEN 0 THEN 'ä' WHEN 1 THEN 'Z' WHEN 2 THEN 'a' ELSE '-' END, n)",
                pair);
    }
}
