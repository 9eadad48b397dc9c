package dev.movex.testkit.shop;

import dev.movex.testkit.ledger.Ledger;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The example application: {@code Shop.create(source, sizes)}, {@code Shop.createEmpty(target)}, {@code
 * Shop.openLedger(source)}, then {@link ShopWriters#start} on the application's data source.
 */
public final class Shop {
    private static final long SEED = 20_260_101;

    private Shop() {}

    /** Creates the tables and loads them. */
    public static void create(DataSource database, ShopSizes sizes) throws SQLException {
        create(database, sizes, SEED, LoadProgress.silent());
    }

    /** Creates the tables and loads them with rows that depend on the seed, telling of the progress. */
    public static void create(DataSource database, ShopSizes sizes, long seed, LoadProgress progress)
            throws SQLException {
        createEmpty(database);
        load(database, sizes, seed, progress);
    }

    /** Loads the empty tables with rows that depend on the seed, telling of the progress. */
    public static void load(DataSource database, ShopSizes sizes, long seed, LoadProgress progress)
            throws SQLException {
        try (Connection connection = database.getConnection()) {
            new ShopLoader(connection, seed, progress).load(sizes);
        }
    }

    /** Creates the tables without rows, as on a target. */
    public static void createEmpty(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            ShopSchema.create(connection);
        }
    }

    /** Drops the tables that are there. */
    public static void drop(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            ShopSchema.drop(connection);
        }
    }

    /** Opens a ledger over the rows that are there; nobody may write meanwhile. */
    public static Ledger openLedger(DataSource database) throws SQLException {
        return Ledger.open(database, ShopTables.ALL, ShopTables.HOT_CUSTOMERS);
    }
}
