package dev.movex.compatibility.jooq;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;

@RealDatabases(src = ServerKind.MYSQL, dst = ServerKind.MYSQL)
class JooqMySqlTest extends JooqContract {}
