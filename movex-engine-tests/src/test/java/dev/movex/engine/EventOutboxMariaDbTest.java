package dev.movex.engine;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;

@RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.MARIADB)
class EventOutboxMariaDbTest extends EventOutboxContract {}
