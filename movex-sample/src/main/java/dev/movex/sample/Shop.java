package dev.movex.sample;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What the shop does, in transactions. Thread-safe. */
@Service
public class Shop {
    private final PurchaseOrders orders;

    Shop(PurchaseOrders orders) {
        this.orders = orders;
    }

    /** Takes an order and returns its key. */
    @Transactional
    public long order(String customer, int items) {
        Long id = orders.saveAndFlush(new PurchaseOrder(customer, items)).getId();
        return id == null ? -1 : id;
    }

    /** Changes the number of items of an order. */
    @Transactional
    public void change(long id, int items) {
        orders.findById(id).orElseThrow().setItems(items);
    }

    /** Forgets an order. */
    @Transactional
    public void cancel(long id) {
        orders.deleteById(id);
    }
}
