package dev.movex.sample;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The shop over HTTP. */
@RestController
class ShopPages {
    private final Shop shop;
    private final PurchaseOrders orders;

    ShopPages(Shop shop, PurchaseOrders orders) {
        this.shop = shop;
        this.orders = orders;
    }

    @PostMapping("/orders")
    long order(@RequestParam String customer, @RequestParam int items) {
        return shop.order(customer, items);
    }

    @GetMapping("/orders/{id}")
    PurchaseOrder order(@PathVariable long id) {
        return orders.findById(id).orElseThrow();
    }
}
