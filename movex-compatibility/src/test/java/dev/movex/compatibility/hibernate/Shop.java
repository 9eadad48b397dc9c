package dev.movex.compatibility.hibernate;

import jakarta.persistence.CascadeType;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.annotations.CurrentTimestamp;
import org.hibernate.annotations.SourceType;
import org.hibernate.generator.EventType;
import org.jspecify.annotations.Nullable;

/** Customers whose keys are counted by the database, and orders whose keys come from pooled sequences. */
final class Shop {
    private Shop() {}

    @Embeddable
    static class Address {
        @Nullable String street;

        @Nullable String city;

        Address() {}

        Address(String street, String city) {
            this.street = street;
            this.city = city;
        }
    }

    enum Status {
        OPEN,
        PAID,
        SENT
    }

    @Entity(name = "Customer")
    static class Customer {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        @Nullable Long id;

        @Version
        int version;

        @Column(nullable = false, unique = true, length = 80)
        String email = "";

        int points;

        boolean vip;

        @Embedded
        @Nullable Address address;

        // the database's clock decides
        @CurrentTimestamp(source = SourceType.DB, event = EventType.INSERT)
        @Nullable LocalDateTime createdAt;

        @CurrentTimestamp(source = SourceType.DB)
        @Nullable LocalDateTime changedAt;

        @ElementCollection
        @CollectionTable(name = "customer_tag")
        @Column(name = "tag", nullable = false, length = 40)
        Set<String> tags = new HashSet<>();

        @ElementCollection
        @CollectionTable(name = "customer_phone")
        @OrderColumn(name = "place")
        @Column(name = "phone", length = 40)
        List<String> phones = new ArrayList<>();

        @ElementCollection
        @CollectionTable(name = "customer_setting")
        @MapKeyColumn(name = "name", length = 40)
        @Column(name = "content", length = 40)
        Map<String, String> settings = new HashMap<>();

        @OneToMany(mappedBy = "customer", cascade = CascadeType.ALL, orphanRemoval = true)
        List<Purchase> purchases = new ArrayList<>();

        @ManyToMany
        Set<Customer> friends = new HashSet<>();

        Customer() {}

        Customer(String email) {
            this.email = email;
        }

        Purchase buys(String number) {
            Purchase purchase = new Purchase(number);
            purchase.customer = this;
            purchases.add(purchase);
            return purchase;
        }
    }

    @Entity(name = "Purchase")
    static class Purchase {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "purchase")
        @SequenceGenerator(name = "purchase", sequenceName = "purchase_seq", allocationSize = 10)
        @Nullable Long id;

        @Version
        long version;

        @Column(nullable = false, length = 40)
        String number = "";

        @Enumerated(EnumType.STRING)
        @Column(length = 10)
        Status status = Status.OPEN;

        @Column(precision = 14, scale = 2)
        BigDecimal total = BigDecimal.ZERO;

        @Nullable LocalDate due;

        @ManyToOne
        @Nullable Customer customer;

        @OneToMany(mappedBy = "purchase", cascade = CascadeType.ALL, orphanRemoval = true)
        List<Line> lines = new ArrayList<>();

        Purchase() {}

        Purchase(String number) {
            this.number = number;
        }

        void line(String product, int quantity) {
            Line line = new Line();
            line.product = product;
            line.quantity = quantity;
            line.purchase = this;
            lines.add(line);
        }
    }

    @Entity(name = "Line")
    static class Line {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "line")
        @SequenceGenerator(name = "line", sequenceName = "line_seq", allocationSize = 50)
        @Nullable Long id;

        @Column(length = 60)
        String product = "";

        int quantity;

        @ManyToOne
        @Nullable Purchase purchase;
    }
}
