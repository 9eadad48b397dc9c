package dev.movex.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.movex.springboot.MigrationRegistry;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.SharedPostgres;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A slice of JDBC alone has the plain pool, and no target anywhere. */
@JdbcTest(properties = {"spring.flyway.enabled=false", "spring.liquibase.enabled=false"})
@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
final class OrderTableTest {
    private static final Database DATABASE = SharedPostgres.database();

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry registry) {
        registry.add("spring.datasource.url", DATABASE::url);
        registry.add("spring.datasource.username", DATABASE::username);
        registry.add("spring.datasource.password", DATABASE::password);
    }

    @Test
    void theSliceHasThePlainPoolAndNoMigration(
            @Autowired JdbcTemplate jdbc,
            @Autowired DataSource dataSource,
            @Autowired ObjectProvider<MigrationRegistry> migrations) {
        jdbc.execute("CREATE TABLE remark (id bigint PRIMARY KEY)");
        jdbc.update("INSERT INTO remark VALUES (1)");
        assertThat(jdbc.queryForObject("SELECT count(*) FROM remark", Long.class))
                .isEqualTo(1);
        assertThat(dataSource).isInstanceOf(HikariDataSource.class);
        assertThat(migrations.getIfAvailable()).isNull();
    }
}
