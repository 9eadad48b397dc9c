package dev.movex.engine;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;

@RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.POSTGRESQL)
class EventOutboxPostgresTest extends EventOutboxContract {}
