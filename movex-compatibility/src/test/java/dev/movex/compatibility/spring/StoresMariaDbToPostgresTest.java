package dev.movex.compatibility.spring;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;

/** The scripts write names in upper case, which MariaDB keeps and PostgreSQL stores in lower case. */
@RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.POSTGRESQL)
class StoresMariaDbToPostgresTest extends StoresContract {}
