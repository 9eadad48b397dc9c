package dev.movex.sample;

import org.springframework.data.jpa.repository.JpaRepository;

/** The orders. */
public interface PurchaseOrders extends JpaRepository<PurchaseOrder, Long> {}
