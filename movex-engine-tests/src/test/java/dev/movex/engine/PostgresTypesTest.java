package dev.movex.engine;

import dev.movex.core.Side;
import dev.movex.testkit.database.RealPostgres;
import java.util.ArrayList;
import java.util.List;

/** As between kinds, and the way of the double writer too; {@link TypesTest} has the types of PostgreSQL alone. */
@RealPostgres
class PostgresTypesTest extends CrossTypesContract {
    @Override
    boolean postgres(Side side) {
        return true;
    }

    @Override
    List<String> schema(Side side) {
        List<String> texts = new ArrayList<>(super.schema(side));
        texts.add("CREATE EXTENSION IF NOT EXISTS citext");
        texts.add("CREATE TABLE names (id int PRIMARY KEY, a " + (side == Side.SRC ? "citext" : "text") + ", b "
                + (side == Side.SRC ? "text" : "citext") + ")");
        return texts;
    }

    @Override
    List<String> rows(Side side) {
        List<String> texts = new ArrayList<>(super.rows(side));
        texts.add("INSERT INTO names VALUES (1, 'Ä', 'a'), (2, '', 'B '), (3, NULL, NULL), (4, 'it''s', E'\\\\')");
        return texts;
    }
}
