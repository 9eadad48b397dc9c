package dev.movex.testkit.shop;

import dev.movex.testkit.ledger.TableSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/** The shop's tables in a database. */
public final class ShopSchema {
    private ShopSchema() {}

    /** Returns the statements that create the tables, parted by semicolons. */
    public static String ddl() {
        try (InputStream text = ShopSchema.class.getResourceAsStream("shop-postgresql.sql")) {
            return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Creates the tables, empty. */
    public static void create(Connection connection) throws SQLException {
        execute(connection, ddl());
    }

    /** Drops the tables that are there. */
    public static void drop(Connection connection) throws SQLException {
        for (int i = ShopTables.ALL.size() - 1; i >= 0; i--) {
            TableSpec table = ShopTables.ALL.get(i);
            execute(connection, "DROP TABLE IF EXISTS " + table.name());
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
