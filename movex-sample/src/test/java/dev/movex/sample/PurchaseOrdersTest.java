package dev.movex.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.SharedPostgres;
import java.sql.Connection;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A slice test of the application goes on as before: it has the repositories, and the plain pool. */
@DataJpaTest(properties = {"spring.flyway.enabled=false", "spring.liquibase.enabled=false"})
@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
final class PurchaseOrdersTest {
    private static final Database DATABASE = SharedPostgres.database();

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry registry) {
        registry.add("spring.datasource.url", DATABASE::url);
        registry.add("spring.datasource.username", DATABASE::username);
        registry.add("spring.datasource.password", DATABASE::password);
    }

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
