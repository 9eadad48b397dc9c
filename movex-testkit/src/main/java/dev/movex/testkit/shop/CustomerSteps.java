package dev.movex.testkit.shop;

import static dev.movex.testkit.shop.ShopTables.CUSTOMERS;

import dev.movex.testkit.ledger.Row;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the shop does with customers. Each returns false if there was no row to do it with. */
final class CustomerSteps {
    private CustomerSteps() {}

    static boolean insert(Unit unit) throws SQLException {
        String email = unit.writer().token() + "@shop.example";
        String name = unit.values().text();
        BigDecimal balance = unit.values().price();
        long utime = unit.writer().utime();
        unit.writes().announce(email);
        try (PreparedStatement statement =
                unit.connection().prepareStatement(ShopStatements.INSERT_CUSTOMER, new String[] {"id", "created_at"})) {
            unit.bind(statement, email, name, balance, utime);
            unit.requireCount(1, statement.executeUpdate(), ShopStatements.INSERT_CUSTOMER);
            try (ResultSet keys = statement.getGeneratedKeys()) {
                unit.requireCount(1, keys.next() ? 1 : 0, ShopStatements.INSERT_CUSTOMER);
                unit.writes()
                        .put(Row.of(
                                CUSTOMERS,
                                keys.getLong("id"),
                                email,
                                name,
                                balance,
                                keys.getObject("created_at", OffsetDateTime.class),
                                utime));
            }
        }
        unit.writes().answered();
        return true;
    }

    static boolean upsertByEmail(Unit unit) throws SQLException {
        Row old = unit.chance(3) ? null : unit.any(CUSTOMERS);
        String email = old == null ? unit.writer().token() + "@shop.example" : old.text("email");
        String name = unit.values().text();
        BigDecimal amount = unit.values().price();
        long utime = unit.writer().utime();
        BigDecimal balance = old == null ? amount : old.decimal("balance").add(amount);
        if (old == null) {
            unit.writes().announce(email);
        } else {
            unit.writes().put(old.with("name", name).with("balance", balance).with("utime", utime));
        }
        try (PreparedStatement statement = unit.connection().prepareStatement(ShopStatements.UPSERT_CUSTOMER)) {
            unit.bind(statement, email, name, amount, utime);
            try (ResultSet row = statement.executeQuery()) {
                unit.requireCount(1, row.next() ? 1 : 0, ShopStatements.UPSERT_CUSTOMER);
                long id = row.getLong(1);
                String key = String.valueOf(id);
                unit.require(old == null || old.key().equals(key), CUSTOMERS, key, "answered an upsert of another row");
                unit.require(
                        Unit.identical(balance, row.getBigDecimal(2)),
                        CUSTOMERS,
                        key,
                        "has another balance after its upsert");
                unit.writes()
                        .put(Row.of(
                                CUSTOMERS, id, email, name, balance, row.getObject(3, OffsetDateTime.class), utime));
            }
        }
        unit.writes().answered();
        return true;
    }

    static boolean addToBalance(Unit unit) throws SQLException {
        Row old = unit.anyOrLoaded(CUSTOMERS);
        if (old == null) {
            return false;
        }
        BigDecimal amount = unit.values().amount();
        long utime = unit.writer().utime();
        Row after = old.with("balance", old.decimal("balance").add(amount)).with("utime", utime);
        unit.updateOne(after, ShopStatements.ADD_TO_BALANCE, amount, utime, old.number("id"));
        return true;
    }

    /** Adds to one shared customer or, in a transaction, to two of them. */
    static boolean addToShared(Unit unit) throws SQLException {
        List<String> keys = new ArrayList<>(unit.ledger().counterKeys());
        if (keys.isEmpty()) {
            return false;
        }
        Collections.sort(keys);
        String first = keys.get(unit.random().nextInt(keys.size()));
        String second = keys.get(unit.random().nextInt(keys.size()));
        boolean inOrder = first.compareTo(second) < 0;
        addTo(unit, first);
        if (!unit.autoCommit() && (inOrder || unit.writer().deadlocks())) {
            addTo(unit, second);
        }
        return true;
    }

    static boolean readBalance(Unit unit) throws SQLException {
        Row known = unit.any(CUSTOMERS);
        if (known == null) {
            return false;
        }
        BigDecimal balance = balance(unit, known.number("id"));
        unit.require(
                Unit.identical(known.decimal("balance"), balance),
                CUSTOMERS,
                known.key(),
                "has another balance than its writer gave it");
        return true;
    }

    private static void addTo(Unit unit, String key) throws SQLException {
        BigDecimal amount = unit.values().amount();
        unit.writes().add(key, amount);
        int count =
                unit.update(ShopStatements.ADD_TO_BALANCE, amount, unit.writer().utime(), Long.parseLong(key));
        unit.requireCount(1, count, ShopStatements.ADD_TO_BALANCE);
    }

    private static @Nullable BigDecimal balance(Unit unit, long id) throws SQLException {
        try (PreparedStatement statement = unit.connection().prepareStatement(ShopStatements.READ_BALANCE)) {
            statement.setLong(1, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getBigDecimal(1) : null;
            }
        }
    }
}
