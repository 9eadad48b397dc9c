package dev.movex.engine;

import dev.movex.core.Side;
import dev.movex.testkit.database.RealPostgres;

/** As between kinds, and the way of the double writer too; {@link TypesTest} has the types of PostgreSQL alone. */
@RealPostgres
class PostgresTypesTest extends CrossTypesContract {
    @Override
    boolean postgres(Side side) {
        return true;
    }
}
