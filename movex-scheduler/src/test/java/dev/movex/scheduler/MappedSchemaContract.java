package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.Side;
import dev.movex.core.plan.Conversion;
import dev.movex.core.plan.TableMapping;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.ServerKind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Tables that change their shape on the way, created on the target by what their mappings say. */
abstract class MappedSchemaContract {
    private static final int ROWS = 100;

    @Test
    void columnsAreCreatedAsTheyAreMapped(DatabasePair pair) throws Exception {
        List<String> source = new ArrayList<>(List.of(
                "CREATE TABLE grp (id bigint PRIMARY KEY, code varchar(40) NOT NULL UNIQUE)",
                "CREATE TABLE customer (id " + counter(pair) + " PRIMARY KEY, grp_id bigint,"
                        + " name varchar(40) DEFAULT 'x' NOT NULL, secret varchar(40), made bigint, raw varbinary(20))",
                "ALTER TABLE customer ADD CONSTRAINT customer_grp FOREIGN KEY (grp_id) REFERENCES grp (id)",
                "CREATE TABLE visit (id bigint PRIMARY KEY, customer_id bigint,"
                        + " CONSTRAINT visit_of FOREIGN KEY (customer_id) REFERENCES customer (id))",
                "CREATE INDEX customer_name ON customer (name)",
                "CREATE INDEX customer_secret ON customer (secret)"));
        fill(source, n -> "INSERT INTO grp VALUES (" + n + ", 'g" + n + "')");
        fill(
                source,
                n -> "INSERT INTO customer (grp_id, name, secret, made) VALUES (" + n + ", 'n" + n + "', 's', " + n
                        + "789)");
        try (MappedLab lab = MappedLab.created(
                pair,
                source,
                TableMapping.of("grp").to("team").rename("id", "team_id"),
                TableMapping.of("customer")
                        .to("client")
                        .rename("id", "client_id")
                        .rename("name", "full_name")
                        .rename("grp_id", "team")
                        .leaveOut("secret")
                        .convert("made", Conversion.EPOCH_MILLIS)
                        .convert("raw", Conversion.HEX)
                        .constant("origin", "legacy"))) {
            lab.alike(
                    "SELECT id, name, grp_id FROM customer ORDER BY id",
                    "SELECT client_id, full_name, team FROM client ORDER BY 1");
            lab.alike("SELECT id, code FROM grp ORDER BY id", "SELECT team_id, code FROM team ORDER BY 1");
            lab.migrateUnder((random, writer, n) ->
                    "UPDATE customer SET made = " + random.nextInt(100_000) + " WHERE id = " + (1 + random.nextInt(9)));
            assertThat(lab.number(Side.DST, "SELECT count(*) FROM client WHERE origin = 'legacy'"))
                    .isEqualTo(ROWS);
            assertThatThrownBy(() -> lab.damage(Side.DST, "INSERT INTO client (client_id, team) VALUES (777, -5)"))
                    .as("the foreign key names the parent's column by its new name")
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> lab.damage(Side.DST, "INSERT INTO visit VALUES (1, -5)"))
                    .as("so does that of a table that stays as it is")
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aSplitAndAMergedTableAreCreated(DatabasePair pair) throws Exception {
        List<String> source = new ArrayList<>(List.of(
                "CREATE TABLE item (id bigint PRIMARY KEY, name varchar(40))",
                "CREATE INDEX item_name ON item (name)",
                "CREATE TABLE shop_a (id bigint PRIMARY KEY, name varchar(40))",
                "CREATE TABLE shop_b (id bigint PRIMARY KEY, name varchar(40))"));
        for (String table : List.of("item", "shop_a", "shop_b")) {
            fill(source, n -> "INSERT INTO " + table + " VALUES (" + n + ", 'n" + n + "')");
        }
        try (MappedLab lab = MappedLab.created(
                pair,
                source,
                TableMapping.of("item").to("item_0").where("bucket(id, 2) = 0"),
                TableMapping.of("item").to("item_1").where("bucket(id, 2) = 1"),
                TableMapping.of("shop_a").to("shop").constant("tenant", "a"),
                TableMapping.of("shop_b").to("shop").constant("tenant", "b"))) {
            lab.alike(
                    "SELECT id, name FROM item ORDER BY id",
                    "SELECT id, name FROM item_0 UNION ALL SELECT id, name FROM item_1 ORDER BY 1");
            lab.alike(
                    "SELECT id, name FROM shop_b ORDER BY id",
                    "SELECT id, name FROM shop WHERE tenant = 'b' ORDER BY id");
            lab.migrateUnder(
                    (random, writer, n) -> "UPDATE shop_a SET name = 'm" + n + "' WHERE id = " + random.nextInt(ROWS));
            assertThat(lab.number(Side.DST, "SELECT count(*) FROM shop")).isEqualTo(2 * ROWS);
        }
    }

    private static ServerKind kind(DatabasePair pair, Side side) {
        return pair.of(side).server().kind();
    }

    private static String counter(DatabasePair pair) {
        return kind(pair, Side.SRC) == ServerKind.POSTGRESQL ? "bigserial" : "bigint AUTO_INCREMENT";
    }

    private static void fill(List<String> statements, IntFunction<String> insert) {
        for (int n = 1; n <= ROWS; n++) {
            statements.add(insert.apply(n));
        }
    }
}
