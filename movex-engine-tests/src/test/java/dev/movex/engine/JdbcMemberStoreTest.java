package dev.movex.engine;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.member.JdbcMemberStore;
import dev.movex.core.member.MemberStore;
import dev.movex.core.member.SeveralStores;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;
import dev.movex.testkit.member.MemberStoreContract;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** Members that meet in the databases themselves. */
class JdbcMemberStoreTest {
    abstract static class InOneDatabase extends MemberStoreContract {
        private Databases databases;

        @BeforeEach
        void install(DatabasePair pair) throws SQLException {
            databases = Databases.of(pair.src(), pair.dst());
            for (Side side : Side.values()) {
                try (JdbcMemberStore store = store("a", side)) {
                    store.install();
                }
            }
        }

        JdbcMemberStore store(String migration, Side side) {
            return new JdbcMemberStore(migration, side, databases.dataSource(side), databases.dialect(side));
        }

        @Override
        protected MemberStore open(String migration) {
            return store(migration, Side.SRC);
        }
    }

    @Nested
    @RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.POSTGRESQL)
    class Postgres extends InOneDatabase {}

    @Nested
    @RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.MARIADB)
    class MariaDb extends InOneDatabase {}

    @Nested
    @RealDatabases(src = ServerKind.MYSQL, dst = ServerKind.MYSQL)
    class MySql extends InOneDatabase {}

    @Nested
    @RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.MARIADB)
    class InBoth extends InOneDatabase {
        @Override
        protected MemberStore open(String migration) {
            return new SeveralStores(List.of(store(migration, Side.SRC), store(migration, Side.DST)));
        }
    }
}
