package dev.movex.testkit.database;

@RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.MARIADB)
class RealMariaDbTest extends RealDatabasesContract {}
