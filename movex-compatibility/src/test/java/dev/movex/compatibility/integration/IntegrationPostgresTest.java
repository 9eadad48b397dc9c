package dev.movex.compatibility.integration;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;

@RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.POSTGRESQL)
class IntegrationPostgresTest extends IntegrationContract {}
