package dev.movex.compatibility.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.DiscriminatorColumn;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.Length;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** Large values, three ways to store a hierarchy, keys of several columns and keys that the application chooses. */
final class Things {
    private Things() {}

    @Entity(name = "Document")
    static class Document {
        @Id
        @GeneratedValue(strategy = GenerationType.UUID)
        @Nullable UUID id;

        @Column(length = Length.LONG32)
        String body = "";

        @Column(length = Length.LONG32)
        byte[] scan = new byte[0];

        @JdbcTypeCode(SqlTypes.JSON)
        @Nullable Map<String, String> labels;
    }

    @Entity(name = "Vehicle")
    @Inheritance(strategy = InheritanceType.JOINED)
    abstract static class Vehicle {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        @Nullable Long id;

        @Column(length = 20)
        String plate = "";

        int wear;
    }

    @Entity(name = "Car")
    static class Car extends Vehicle {
        int seats;
    }

    @Entity(name = "Truck")
    static class Truck extends Vehicle {
        int tons;
    }

    @Entity(name = "Payment")
    @Inheritance(strategy = InheritanceType.SINGLE_TABLE)
    @DiscriminatorColumn(name = "kind", length = 20)
    abstract static class Payment {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        @Nullable Long id;

        @Column(precision = 14, scale = 2)
        BigDecimal amount = BigDecimal.ZERO;
    }

    @Entity(name = "CardPayment")
    static class CardPayment extends Payment {
        @Column(length = 20)
        @Nullable String card;
    }

    @Entity(name = "CashPayment")
    static class CashPayment extends Payment {
        boolean coins;
    }

    static class StockKey {
        String shop = "";
        int product;

        StockKey() {}

        StockKey(String shop, int product) {
            this.shop = shop;
            this.product = product;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof StockKey key && key.shop.equals(shop) && key.product == product;
        }

        @Override
        public int hashCode() {
            return Objects.hash(shop, product);
        }
    }

    @Entity(name = "Stock")
    @IdClass(StockKey.class)
    @DynamicUpdate
    static class Stock {
        @Id
        @Column(length = 20)
        String shop = "";

        @Id
        int product;

        int pieces;

        @Column(length = 20)
        @Nullable String shelf;

        Stock() {}

        Stock(String shop, int product, int pieces) {
            this.shop = shop;
            this.product = product;
            this.pieces = pieces;
        }
    }
}
