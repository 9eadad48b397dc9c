package dev.movex.testkit.database;

@RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.MARIADB)
class RealPostgresToMariaDbTest extends RealDatabasesContract {}
