package dev.movex.compatibility.plus;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;

@RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.POSTGRESQL)
class PlusPostgresTest extends PlusContract {}
