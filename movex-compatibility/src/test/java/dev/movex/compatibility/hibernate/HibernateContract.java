package dev.movex.compatibility.hibernate;

import dev.movex.compatibility.FrameworkContract;
import dev.movex.compatibility.hibernate.Shop.Customer;
import dev.movex.compatibility.hibernate.Shop.Line;
import dev.movex.compatibility.hibernate.Shop.Purchase;
import dev.movex.compatibility.hibernate.Things.Car;
import dev.movex.compatibility.hibernate.Things.CardPayment;
import dev.movex.compatibility.hibernate.Things.CashPayment;
import dev.movex.compatibility.hibernate.Things.Document;
import dev.movex.compatibility.hibernate.Things.Payment;
import dev.movex.compatibility.hibernate.Things.Stock;
import dev.movex.compatibility.hibernate.Things.Truck;
import dev.movex.compatibility.hibernate.Things.Vehicle;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.ServerKind;
import java.util.List;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.cfg.BatchSettings;
import org.hibernate.cfg.Configuration;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.SchemaToolingSettings;
import org.jspecify.annotations.Nullable;

/** An application that writes through Hibernate. */
abstract class HibernateContract extends FrameworkContract {
    private static final List<Class<?>> ENTITIES = List.of(
            Customer.class,
            Purchase.class,
            Line.class,
            Document.class,
            Vehicle.class,
            Car.class,
            Truck.class,
            Payment.class,
            CardPayment.class,
            CashPayment.class,
            Stock.class);

    private @Nullable SessionFactory sessions;

    @Override
    protected void createTables(Database database) {
        factory(database.dataSource(), true).close();
    }

    @Override
    protected void start(DataSource movex, ServerKind dialect) {
        sessions = factory(movex, false);
    }

    @Override
    protected void stop() {
        if (sessions != null) {
            sessions.close();
        }
    }

    final SessionFactory sessions() {
        if (sessions == null) {
            throw new IllegalStateException("Hibernate was not started");
        }
        return sessions;
    }

    private static SessionFactory factory(DataSource database, boolean create) {
        Configuration configuration = new Configuration();
        ENTITIES.forEach(configuration::addAnnotatedClass);
        configuration.getProperties().put(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, database);
        configuration.setProperty(SchemaToolingSettings.HBM2DDL_AUTO, create ? "create-only" : "none");
        configuration.setProperty(BatchSettings.STATEMENT_BATCH_SIZE, 20);
        // names in lower case are the same on every server
        configuration.setPhysicalNamingStrategy(new PhysicalNamingStrategySnakeCaseImpl());
        configuration.setProperty(BatchSettings.ORDER_INSERTS, true);
        configuration.setProperty(BatchSettings.ORDER_UPDATES, true);
        return configuration.buildSessionFactory();
    }
}
