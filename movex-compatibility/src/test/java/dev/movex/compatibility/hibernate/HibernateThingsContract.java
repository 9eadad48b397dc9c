package dev.movex.compatibility.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.compatibility.hibernate.Shop.Customer;
import dev.movex.compatibility.hibernate.Things.Car;
import dev.movex.compatibility.hibernate.Things.CardPayment;
import dev.movex.compatibility.hibernate.Things.CashPayment;
import dev.movex.compatibility.hibernate.Things.Document;
import dev.movex.compatibility.hibernate.Things.Stock;
import dev.movex.compatibility.hibernate.Things.StockKey;
import dev.movex.compatibility.hibernate.Things.Truck;
import dev.movex.testkit.database.ServerKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.hibernate.Session;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.Test;

/** Large values, hierarchies, statements on many rows, sessions without state. */
abstract class HibernateThingsContract extends HibernateContract {
    @Test
    void writesLargeTextsAndBytes() {
        Document document = new Document();
        document.body = "Grüße 漢字 😀 \\ ' \" ".repeat(20_000);
        document.scan = "\u0000\u00ff".repeat(100_000).getBytes(StandardCharsets.ISO_8859_1);
        document.labels = Map.of("language", "de");
        sessions().inTransaction(session -> session.persist(document));
        sessions().inTransaction(session -> {
            Document found = session.find(Document.class, document.id);
            assertThat(found.body).isEqualTo(document.body);
            assertThat(found.scan).isEqualTo(document.scan);
            found.body = "";
            found.labels = null;
        });
    }

    @Test
    void writesAHierarchyOverSeveralTables() {
        Car car = new Car();
        car.plate = "HD-X 1";
        car.seats = 4;
        Truck truck = new Truck();
        truck.plate = "HD-X 2";
        truck.tons = 7;
        sessions().inTransaction(session -> {
            session.persist(car);
            session.persist(truck);
        });
        sessions().inTransaction(session -> {
            session.find(Car.class, car.id).seats = 5;
            session.find(Truck.class, truck.id).plate = "HD-X 3";
        });
        sessions().inTransaction(session -> session.remove(session.find(Car.class, car.id)));
    }

    @Test
    void changesManyRowsOfAHierarchyByOneStatement() {
        sessions().inTransaction(session -> {
            for (int i = 0; i < 10; i++) {
                Truck truck = new Truck();
                truck.plate = "bulk-" + i;
                truck.tons = i;
                session.persist(truck);
            }
        });
        int worn = update("update Truck set wear = wear + 5, tons = tons + 1 where plate like 'bulk-%' and tons > 4");
        assertThat(worn).isEqualTo(5);
        int scrapped = update("delete from Vehicle where plate like 'bulk-%' and tons > 7");
        assertThat(scrapped).isEqualTo(3);
    }

    @Test
    void writesAHierarchyInOneTable() {
        CardPayment card = new CardPayment();
        card.amount = new BigDecimal("1234567.89");
        card.card = "visa";
        CashPayment cash = new CashPayment();
        cash.coins = true;
        sessions().inTransaction(session -> {
            session.persist(card);
            session.persist(cash);
        });
        int changed = sessions()
                .fromTransaction(session -> session.createMutationQuery(
                                "update CardPayment set amount = amount + 1 where card = 'visa'")
                        .executeUpdate());
        assertThat(changed).isEqualTo(1);
        sessions().inTransaction(session -> session.remove(session.find(CashPayment.class, cash.id)));
    }

    @Test
    void changesManyRowsByOneStatement() {
        sessions().inTransaction(session -> {
            for (int i = 0; i < 30; i++) {
                Customer customer = new Customer("many-" + i + "@example.com");
                customer.points = i;
                session.persist(customer);
            }
        });
        int raised = update("update Customer set points = points * 2 + 1 where email like 'many-%' and points < 10");
        assertThat(raised).isEqualTo(10);
        int versioned = update("update versioned Customer set vip = true where email like 'many-1%'");
        assertThat(versioned).isEqualTo(11);
        int removed = update("delete from Customer where email like 'many-2%'");
        assertThat(removed).isEqualTo(11);
    }

    @Test
    void insertsWhatAQueryFinds() throws Throwable {
        sessions().inTransaction(session -> {
            for (int i = 0; i < 5; i++) {
                session.persist(new Stock("from", i, i * 10));
            }
        });
        // MySQL tells no keys of it
        refusedOn(ServerKind.MYSQL, () -> {
            int inserted = update("insert into Stock (shop, product, pieces) select 'to', s.product, s.pieces + 1"
                    + " from Stock s where s.shop = 'from'");
            assertThat(inserted).isEqualTo(5);
        });
        int values = update("insert into Stock (shop, product, pieces) values ('values', 1, 1), ('values', 2, 2)");
        assertThat(values).isEqualTo(2);
    }

    @Test
    void insertsOrUpdatesByConflict() {
        String upsert = "insert into Stock (shop, product, pieces) values ('conflict', 1, 5)"
                + " on conflict (shop, product) do update set pieces = pieces + excluded.pieces";
        update(upsert);
        update(upsert);
        int pieces = sessions().fromSession(session -> session.find(Stock.class, new StockKey("conflict", 1))).pieces;
        assertThat(pieces).isEqualTo(10);
    }

    @Test
    void changesKeysOfSeveralColumns() {
        sessions().inTransaction(session -> session.persist(new Stock("keys", 1, 1)));
        sessions().inTransaction(session -> session.find(Stock.class, new StockKey("keys", 1)).shelf = "top");
        int moved = update("update Stock set product = product + 100 where shop = 'keys'");
        assertThat(moved).isEqualTo(1);
        sessions().inTransaction(session -> session.remove(session.find(Stock.class, new StockKey("keys", 101))));
    }

    @Test
    void writesWithoutASessionsState() {
        try (StatelessSession session = sessions().openStatelessSession()) {
            session.setJdbcBatchSize(10);
            session.beginTransaction();
            for (int i = 0; i < 25; i++) {
                session.insert(new Stock("stateless", i, i));
            }
            session.getTransaction().commit();
            session.beginTransaction();
            Stock changed = new Stock("stateless", 3, 33);
            session.update(changed);
            session.upsert(new Stock("stateless", 4, 44));
            session.upsert(new Stock("stateless", 99, 99));
            session.delete(new Stock("stateless", 5, 0));
            session.getTransaction().commit();
        }
        long pieces = sessions()
                .fromSession(session -> session.createSelectionQuery(
                                "select sum(pieces) from Stock where shop = 'stateless'", Long.class)
                        .getSingleResult());
        assertThat(pieces).isEqualTo(300 + 30 + 40 + 99 - 5);
    }

    @Test
    void runsNativeStatements() {
        sessions().inTransaction(session -> session.persist(new Stock("native", 1, 1)));
        int changed = sessions().fromTransaction(session -> {
            Session plain = session;
            return plain.createNativeMutationQuery("update stock set pieces = pieces + :more where shop = :shop")
                    .setParameter("more", 4)
                    .setParameter("shop", "native")
                    .executeUpdate();
        });
        assertThat(changed).isEqualTo(1);
    }

    private int update(String hql) {
        return sessions()
                .fromTransaction(session -> session.createMutationQuery(hql).executeUpdate());
    }
}
