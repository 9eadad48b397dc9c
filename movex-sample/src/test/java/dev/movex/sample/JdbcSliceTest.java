package dev.movex.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.movex.springboot.MigrationRegistry;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.jdbc.core.JdbcTemplate;

/** A slice of JDBC alone has the plain pool, and no target anywhere. */
@JdbcTest(properties = {"spring.flyway.enabled=false", "spring.liquibase.enabled=false"})
final class JdbcSliceTest extends Slice {
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
