package dev.movex.testkit.shop;

import static dev.movex.testkit.shop.ShopTables.PRODUCTS;

import dev.movex.testkit.ledger.Row;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;

/** What the shop does with products. Each returns false if there was no row to do it with. */
final class ProductSteps {
    private ProductSteps() {}

    static boolean upsert(Unit unit) throws SQLException {
        Row old = unit.chance(3) ? null : unit.anyOrLoaded(PRODUCTS);
        RandomValues values = unit.values();
        String sku = old == null ? "P-" + unit.writer().token() : old.text("sku");
        Row given = Row.of(
                PRODUCTS,
                sku,
                values.jsonb(),
                values.json(),
                values.bytes(),
                values.anyDecimal(),
                values.truth(),
                values.tags(),
                values.instant());
        Row after = old == null
                ? given
                : old.with("attributes", given.get("attributes"))
                        .with("price", given.get("price"))
                        .with("active", given.get("active"))
                        .with("changed_at", given.get("changed_at"));
        unit.updateOne(
                after,
                ShopStatements.UPSERT_PRODUCT,
                sku,
                given.get("attributes"),
                given.get("raw"),
                given.get("picture"),
                given.get("price"),
                given.get("active"),
                given.get("tags"),
                given.get("changed_at"));
        return true;
    }

    static boolean reprice(Unit unit) throws SQLException {
        Row old = unit.anyOrLoaded(PRODUCTS);
        if (old == null) {
            return false;
        }
        BigDecimal amount = unit.values().amount();
        try (PreparedStatement statement = unit.connection().prepareStatement(ShopStatements.REPRICE_PRODUCT)) {
            unit.bind(statement, amount, old.text("sku"));
            try (ResultSet row = statement.executeQuery()) {
                unit.require(row.next(), PRODUCTS, old.key(), "was not found by its writer");
                BigDecimal price =
                        old.get("price") == null ? null : old.decimal("price").add(amount);
                Row after = old.with("price", price).with("changed_at", row.getObject(2, OffsetDateTime.class));
                unit.require(
                        Unit.identical(price, row.getBigDecimal(1)),
                        PRODUCTS,
                        old.key(),
                        "has another price than its writer gave it");
                unit.writes().put(after);
            }
        }
        return true;
    }

    static boolean updateDocuments(Unit unit) throws SQLException {
        Row old = unit.anyOrLoaded(PRODUCTS);
        if (old == null) {
            return false;
        }
        RandomValues values = unit.values();
        Row after = old.with("attributes", values.jsonb())
                .with("raw", values.json())
                .with("picture", values.bytes())
                .with("tags", values.tags());
        unit.updateOne(
                after,
                ShopStatements.UPDATE_PRODUCT,
                after.get("attributes"),
                after.get("raw"),
                after.get("picture"),
                after.get("tags"),
                after.get("sku"));
        return true;
    }

    static boolean delete(Unit unit) throws SQLException {
        Row known = unit.any(PRODUCTS);
        if (known == null) {
            return false;
        }
        unit.writes().delete(PRODUCTS, known.key());
        unit.requireCount(
                1, unit.update(ShopStatements.DELETE_PRODUCT, known.text("sku")), ShopStatements.DELETE_PRODUCT);
        return true;
    }
}
