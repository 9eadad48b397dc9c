package dev.movex.sample;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

/** An order. Its key comes from a sequence of whichever database is the primary. */
@Entity
@Table(name = "purchase_order")
public class PurchaseOrder {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "purchase_order_seq")
    @SequenceGenerator(name = "purchase_order_seq", sequenceName = "purchase_order_seq", allocationSize = 10)
    private @Nullable Long id;

    private String customer = "";
    private int items;

    @Version
    private int version;

    /** For JPA. */
    protected PurchaseOrder() {}

    /** Creates an order that is not stored yet. */
    public PurchaseOrder(String customer, int items) {
        this.customer = customer;
        this.items = items;
    }

    /** Returns the key; null before it is stored. */
    public @Nullable Long getId() {
        return id;
    }

    /** Returns who ordered. */
    public String getCustomer() {
        return customer;
    }

    /** Returns how many items. */
    public int getItems() {
        return items;
    }

    /** Changes the number of items. */
    public void setItems(int items) {
        this.items = items;
    }
}
