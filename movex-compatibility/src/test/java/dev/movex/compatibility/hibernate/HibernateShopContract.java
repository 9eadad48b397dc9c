package dev.movex.compatibility.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.compatibility.hibernate.Shop.Address;
import dev.movex.compatibility.hibernate.Shop.Customer;
import dev.movex.compatibility.hibernate.Shop.Purchase;
import dev.movex.compatibility.hibernate.Shop.Status;
import jakarta.persistence.LockModeType;
import jakarta.persistence.OptimisticLockException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.Session;
import org.hibernate.Transaction;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.Test;

/** Entities with versions, collections and children. */
abstract class HibernateShopContract extends HibernateContract {
    @Test
    void writesAnEntityWhoseKeyTheDatabaseCounts() {
        Customer customer = new Customer("identity@example.com");
        customer.address = new Address("Long Street 1", "Bonn");
        sessions().inTransaction(session -> session.persist(customer));
        assertThat(customer.id).isPositive();
        assertThat(customer.createdAt).isNotNull();
        sessions().inTransaction(session -> {
            Customer found = session.find(Customer.class, customer.id);
            assertThat(found.address).isNotNull();
            found.points = 7;
            found.vip = true;
        });
        assertThat(points(customer)).isEqualTo(7);
        sessions().inTransaction(session -> session.remove(session.find(Customer.class, customer.id)));
        Customer gone = sessions().fromSession(session -> session.find(Customer.class, customer.id));
        assertThat(gone).isNull();
    }

    @Test
    void batchesInsertsWhoseKeysComeFromPooledSequences() {
        Customer customer = new Customer("batches@example.com");
        for (int i = 0; i < 53; i++) {
            Purchase purchase = customer.buys("batch-" + i);
            purchase.due = LocalDate.of(2026, 2, 28).plusDays(i);
            purchase.total = new BigDecimal("12.34").multiply(BigDecimal.valueOf(i));
            purchase.line("pencil", i);
            purchase.line("paper", i + 1);
        }
        sessions().inTransaction(session -> session.persist(customer));
        List<Long> ids = customer.purchases.stream().map(p -> p.id).toList();
        assertThat(ids).doesNotHaveDuplicates().doesNotContainNull();
        sessions()
                .inTransaction(session -> session.find(Customer.class, customer.id)
                        .purchases
                        .forEach(purchase -> purchase.status = Status.PAID));
        long paid = sessions()
                .fromSession(session -> session.createSelectionQuery(
                                "select count(*) from Purchase where status = PAID and customer.id = :id", Long.class)
                        .setParameter("id", customer.id)
                        .getSingleResult());
        assertThat(paid).isEqualTo(53);
    }

    @Test
    void theSecondWriterOfAVersionFails() {
        Purchase purchase = new Purchase("version");
        sessions().inTransaction(session -> session.persist(purchase));
        try (Session late = sessions().openSession()) {
            Transaction transaction = late.beginTransaction();
            late.find(Purchase.class, purchase.id).total = BigDecimal.ONE;
            sessions().inTransaction(session -> session.find(Purchase.class, purchase.id).total = new BigDecimal("2"));
            assertThatThrownBy(transaction::commit).isInstanceOf(OptimisticLockException.class);
        }
        purchase.total = BigDecimal.TEN;
        assertThatThrownBy(() -> sessions().inTransaction(session -> session.merge(purchase)))
                .isInstanceOf(OptimisticLockException.class);
        BigDecimal total = sessions().fromSession(session -> session.find(Purchase.class, purchase.id)).total;
        assertThat(total).isEqualByComparingTo("2");
    }

    @Test
    void changesCollectionsOfValues() {
        Customer customer = new Customer("collections@example.com");
        customer.tags = Set.of("new", "loud", "far");
        customer.phones = new ArrayList<>(List.of("1", "2", "3", "4"));
        customer.settings = Map.of("colour", "red", "size", "xl");
        sessions().inTransaction(session -> session.persist(customer));
        sessions().inTransaction(session -> {
            Customer found = session.find(Customer.class, customer.id);
            found.tags.remove("new");
            found.tags.add("old");
            found.phones.remove(1);
            found.phones.add(0, "0");
            found.settings.put("colour", "blue");
            found.settings.remove("size");
        });
        sessions().inTransaction(session -> {
            Customer found = session.find(Customer.class, customer.id);
            assertThat(found.tags).containsExactlyInAnyOrder("old", "loud", "far");
            assertThat(found.phones).containsExactly("0", "1", "3", "4");
            assertThat(found.settings).containsOnly(Map.entry("colour", "blue"));
            found.tags.clear();
            found.phones = new ArrayList<>(List.of("9"));
        });
    }

    @Test
    void cascadesToChildrenAndRemovesOrphans() {
        Customer customer = new Customer("cascade@example.com");
        Customer friend = new Customer("friend@example.com");
        Purchase first = customer.buys("first");
        first.line("a", 1);
        first.line("b", 2);
        customer.buys("second").line("c", 3);
        sessions().inTransaction(session -> {
            session.persist(customer);
            session.persist(friend);
            customer.friends.add(friend);
        });
        sessions().inTransaction(session -> {
            Customer found = session.find(Customer.class, customer.id);
            found.purchases.removeIf(purchase -> "second".equals(purchase.number));
            found.purchases.get(0).lines.remove(0);
        });
        assertThat(count("Line l where l.purchase.customer.email = 'cascade@example.com'"))
                .isEqualTo(1);
        sessions().inTransaction(session -> session.remove(session.find(Customer.class, customer.id)));
        assertThat(count("Purchase where number in ('first', 'second')")).isZero();
    }

    @Test
    void aTransactionThatIsRolledBackLeavesNothing() {
        try (Session session = sessions().openSession()) {
            Transaction transaction = session.beginTransaction();
            Customer customer = new Customer("rolled.back@example.com");
            customer.buys("never").line("nothing", 1);
            session.persist(customer);
            session.flush();
            transaction.rollback();
        }
        assertThat(count("Customer where email = 'rolled.back@example.com'")).isZero();
        // and one that goes on afterwards, so that there is something to compare
        sessions().inTransaction(session -> session.persist(new Customer("goes.on@example.com")));
    }

    @Test
    void aViolatedConstraintIsThePrimarysAnswer() {
        sessions().inTransaction(session -> session.persist(new Customer("twice@example.com")));
        assertThatThrownBy(
                        () -> sessions().inTransaction(session -> session.persist(new Customer("twice@example.com"))))
                .isInstanceOf(ConstraintViolationException.class);
        assertThat(count("Customer where email = 'twice@example.com'")).isEqualTo(1);
    }

    @Test
    void locksRowsBeforeItWritesThem() {
        Customer customer = new Customer("locked@example.com");
        sessions().inTransaction(session -> session.persist(customer));
        sessions().inTransaction(session -> {
            Customer found = session.find(Customer.class, customer.id, LockModeType.PESSIMISTIC_WRITE);
            found.points += 10;
        });
        sessions().inTransaction(session -> {
            Customer found = session.find(Customer.class, customer.id, LockModeType.OPTIMISTIC_FORCE_INCREMENT);
            assertThat(found.points).isEqualTo(10);
        });
        assertThat(points(customer)).isEqualTo(10);
    }

    private int points(Customer customer) {
        return sessions().fromSession(session -> session.find(Customer.class, customer.id)).points;
    }

    private long count(String where) {
        return sessions()
                .fromSession(session -> session.createSelectionQuery("select count(*) from " + where, Long.class)
                        .getSingleResult());
    }
}
