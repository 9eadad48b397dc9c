package dev.movex.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;

/** A slice test of the application goes on as before: it has the repositories, and the plain pool. */
@DataJpaTest(properties = {"spring.flyway.enabled=false", "spring.liquibase.enabled=false"})
final class PurchaseOrdersTest extends Slice {
    @BeforeAll
    static void createTables() throws Exception {
        try (Connection connection = DATABASE.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(Sample.schema());
        }
    }

    private final PurchaseOrders orders;
    private final DataSource dataSource;

    PurchaseOrdersTest(@Autowired PurchaseOrders orders, @Autowired DataSource dataSource) {
        this.orders = orders;
        this.dataSource = dataSource;
    }

    @Test
    void ordersAreStoredThroughThePlainPool() {
        Long id = orders.saveAndFlush(new PurchaseOrder("slice", 2)).getId();
        assertThat(id).isNotNull();
        assertThat(orders.findById(id).orElseThrow().getItems()).isEqualTo(2);
        assertThat(dataSource).isInstanceOf(HikariDataSource.class);
    }
}
