package dev.movex.testkit.database;

@RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.MARIADB)
class EmbeddedMariaDbServerTest extends MySqlFamilyContract {
    @Override
    MySqlFamilyServer start() {
        return EmbeddedMariaDbServer.builder().start();
    }
}
