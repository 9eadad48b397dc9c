package dev.movex.engine;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;

@RealDatabases(src = ServerKind.MYSQL, dst = ServerKind.MYSQL)
class EventOutboxMySqlTest extends EventOutboxContract {}
