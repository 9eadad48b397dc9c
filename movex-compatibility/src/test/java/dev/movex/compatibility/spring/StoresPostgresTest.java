package dev.movex.compatibility.spring;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;

@RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.POSTGRESQL)
class StoresPostgresTest extends StoresContract {}
