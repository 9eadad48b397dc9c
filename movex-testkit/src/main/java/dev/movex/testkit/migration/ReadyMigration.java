package dev.movex.testkit.migration;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.dialect.ControlSql;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.plan.PlanDraft;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** What copier, validator and repairer find in the databases when a scheduler has begun to write both sides. */
public final class ReadyMigration {
    private ReadyMigration() {}

    /** Creates Movex's tables on both sides, and the control rows of a migration in {@code src_first} at epoch 1. */
    public static void install(Databases databases, String migration) throws SQLException {
        for (Side side : Side.values()) {
            install(databases, side, migration);
        }
    }

    private static void install(Databases databases, Side side, String migration) throws SQLException {
        ControlSql control = databases.dialect(side).control();
        try (Connection connection = databases.connect(side)) {
            for (String text : control.create()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(text);
                }
            }
            try (PreparedStatement insert = connection.prepareStatement(control.insertControl())) {
                insert.setString(1, migration);
                insert.setLong(2, 1);
                insert.setString(3, Pattern.SRC_FIRST.wire());
                insert.setBoolean(4, side == Side.SRC);
                insert.setString(5, Pattern.SRC_FIRST.wire());
                insert.executeUpdate();
            }
        }
    }

    /** Reads the plan from both sides. */
    public static PlanDraft draft(Databases databases, String migration, PlanOptions options) throws SQLException {
        try (Connection src = databases.open(Side.SRC);
                Connection dst = databases.open(Side.DST)) {
            return PlanReader.read(
                    migration,
                    new DatabaseView(databases.srcDialect(), src),
                    new DatabaseView(databases.dstDialect(), dst),
                    options);
        }
    }
}
