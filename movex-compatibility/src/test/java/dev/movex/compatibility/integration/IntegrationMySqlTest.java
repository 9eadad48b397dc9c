package dev.movex.compatibility.integration;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;

@RealDatabases(src = ServerKind.MYSQL, dst = ServerKind.MYSQL)
class IntegrationMySqlTest extends IntegrationContract {}
