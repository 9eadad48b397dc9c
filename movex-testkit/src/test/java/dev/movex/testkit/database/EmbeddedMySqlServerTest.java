package dev.movex.testkit.database;

@RealDatabases(src = ServerKind.MYSQL, dst = ServerKind.MYSQL)
class EmbeddedMySqlServerTest extends MySqlFamilyContract {
    @Override
    MySqlFamilyServer start() {
        return EmbeddedMySqlServer.builder().start();
    }
}
