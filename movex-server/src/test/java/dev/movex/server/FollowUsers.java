package dev.movex.server;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.RenewedDataSource;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.Grants;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.SequencePair;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.ServerKind;
import dev.movex.testkit.migration.ReadyMigration;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** An application's user, and Movex's own, which has what the script grants. */
final class FollowUsers {
    static final String OPERATOR = "mover";
    static final String PASSWORD = "grants-Test-1";
    private static final String APPLICATION = "web";

    private final Database source;
    private final Database target;

    FollowUsers(Database source, Database target) {
        this.source = source;
        this.target = target;
    }

    /** Returns who connects as the application; another one each time. */
    static DataSource application(Database database) {
        return new RenewedDataSource(database.url(), APPLICATION, () -> PASSWORD);
    }

    private static Connection administrator(Database database) throws SQLException {
        return database.server().dataSource(database.name()).getConnection();
    }

    void create() throws SQLException {
        Databases databases = Databases.of(source.dataSource(), target.dataSource());
        for (Side side : Side.values()) {
            create(side == Side.SRC ? source : target);
        }
        Plan plan = ReadyMigration.draft(databases, "shop", PlanOptions.all()).orThrow();
        for (Side side : Side.values()) {
            grant(databases, plan, side);
        }
    }

    private static void create(Database database) throws SQLException {
        boolean postgres = database.server().kind() == ServerKind.POSTGRESQL;
        try (Connection connection = administrator(database);
                Statement statement = connection.createStatement()) {
            for (String user : new String[] {APPLICATION, OPERATOR}) {
                statement.execute(
                        postgres
                                ? "CREATE ROLE " + user + " LOGIN PASSWORD '" + PASSWORD + "'"
                                : "CREATE USER " + user + " IDENTIFIED BY '" + PASSWORD + "'");
            }
            if (postgres) {
                statement.execute("CREATE ROLE shop_owner");
            }
            for (String table : new String[] {"item", "stock"}) {
                statement.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON " + table + " TO " + APPLICATION);
                if (postgres) {
                    statement.execute("ALTER TABLE " + table + " OWNER TO shop_owner");
                }
            }
        }
    }

    private void grant(Databases databases, Plan plan, Side side) throws SQLException {
        Dialect dialect = databases.dialect(side);
        try (Connection connection = databases.open(side);
                Connection administrator = administrator(side == Side.SRC ? source : target);
                Statement statement = administrator.createStatement()) {
            Grants grants = new Grants(
                    (side == Side.SRC ? source : target).name(),
                    plan.tables().stream().map(table -> table.on(side)).toList(),
                    dialect.readSequences(connection, SequencePair.schemas(plan.tables(), side)),
                    APPLICATION,
                    OPERATOR,
                    new Grants.FollowLog());
            for (String text : dialect.grants(grants)) {
                statement.execute(text);
            }
        }
    }
}
