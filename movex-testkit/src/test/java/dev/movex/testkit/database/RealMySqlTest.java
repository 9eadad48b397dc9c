package dev.movex.testkit.database;

@RealDatabases(src = ServerKind.MYSQL, dst = ServerKind.MYSQL)
class RealMySqlTest extends RealDatabasesContract {}
