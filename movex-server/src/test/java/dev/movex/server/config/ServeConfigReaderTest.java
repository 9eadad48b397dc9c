package dev.movex.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.MovexException;
import dev.movex.core.plan.TableMapping;
import dev.movex.springboot.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServeConfigReaderTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String GOOD = """
            server:
              port: ${PORT:9090}
              hosts: [movex.test, other.test]
            auth:
              tokens:
                ci:
                  role: operator
                  token: ${CI_TOKEN}
              jwt:
                issuer: https://issuer.test
                roles:
                  admin: dba, root
            migrations:
              shop:
                source:
                  url: jdbc:postgresql://localhost:5432/shop
                  user: shop
                  password: ${SHOP_PASSWORD}
                target:
                  url: jdbc:postgresql://localhost:5433/shop
                  user: shop
                  password-file: target.secret
                tables:
                  schemas: [public, sales]
                  exclude: [flyway_*]
                  keys:
                    sales.ticket: [serial_no, day]
                  mapping:
                    public.customer:
                      to: client
                      rename: name -> full_name
                      constants: origin = 'a, b'
                settings:
                  soak: 30m
              stock:
                source: {url: "jdbc:mysql://localhost/stock", user: stock, password: "${SHOP_PASSWORD}"}
                target: {url: "jdbc:mariadb://localhost/stock", user: stock, password: "${SHOP_PASSWORD}"}
            """;

    @TempDir
    Path folder;

    private ServeConfigReader reader(String text) throws IOException {
        Files.writeString(folder.resolve("target.secret"), "hidden\n");
        Path file = Files.writeString(folder.resolve("movex.yaml"), text);
        return new ServeConfigReader(file, Map.of("CI_TOKEN", TOKEN, "SHOP_PASSWORD", "of the shop"));
    }

    @Test
    void aFileIsReadWithItsVariablesFilesAndSeveralMigrations() throws Exception {
        ServeConfig config = reader(GOOD).read();
        assertThat(config.server().port()).isEqualTo(9090);
        assertThat(config.server().hosts()).containsExactly("movex.test", "other.test");
        assertThat(config.server().authentication().tokens().get(0).role()).isEqualTo(Role.OPERATOR);
        assertThat(config.server().authentication().jwt().orElseThrow().names().get(Role.ADMIN))
                .containsExactlyInAnyOrder("dba", "root");
        assertThat(config.migrations())
                .extracting(ServeConfig.MigrationSetup::name)
                .containsExactly("shop", "stock");
        ServeConfig.MigrationSetup shop = config.migrations().get(0);
        assertThat(shop.target().password().get()).isEqualTo("hidden");
        assertThat(shop.source().password().get()).isEqualTo("of the shop");
        assertThat(shop.tables().exclude()).containsExactly("flyway_*");
        assertThat(shop.tables().schemas()).containsExactly("public", "sales");
        assertThat(shop.tables().keys()).containsExactly(Map.entry("sales.ticket", List.of("serial_no", "day")));
        TableMapping customer = shop.tables().mappings().get(0);
        assertThat(customer.source()).isEqualTo("public.customer");
        assertThat(customer.target()).isEqualTo("client");
        assertThat(customer.columns().renamed()).containsExactly(Map.entry("name", "full_name"));
        assertThat(customer.constants().target()).containsExactly(Map.entry("origin", "a, b"));
        assertThat(config.migrations().get(1).tables().mappings()).isEmpty();
        assertThat(shop.settings().soak()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void whatTakesEffectIsShownWithSecretsMasked() throws Exception {
        Map<String, String> effective = reader(GOOD).effective();
        assertThat(effective).containsEntry("server.port", "9090").containsEntry("auth.tokens.ci.token", "******");
        assertThat(effective.toString()).doesNotContain(TOKEN, "of the shop", "hidden");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceWithItsLineAndTheWordThatWasMeant() throws Exception {
        String bad = GOOD.replace("port: ${PORT:9090}", "prot: 1")
                .replace("role: operator", "role: opertor")
                .replace("${CI_TOKEN}", "${NO_SUCH}")
                .replace("soak: 30m", "soak: soon")
                .replace("password: ${SHOP_PASSWORD}\n", "password: plain-text\n")
                .replace("exclude:", "exlude:")
                .replace("rename:", "renam:")
                .replace("jdbc:postgresql://localhost:5433/shop", "jdbc:postgresql://a:b@localhost/shop");
        assertThatThrownBy(() -> reader(bad).read()).isInstanceOfSatisfying(MovexException.class, e -> {
            assertThat(e.code()).isEqualTo("CONFIG");
            assertThat(e.problem())
                    .contains(
                            "line 2: 'server.prot' is not known. Did you mean 'server.port'?",
                            "line 7: 'auth.tokens.ci.role' is none of viewer, operator, admin. Did you mean 'operator'?",
                            "names the variable NO_SUCH, which is not set",
                            "'migrations.shop.settings': 'soak' is not a time such as",
                            "'migrations.shop.source.password' is written out",
                            "'migrations.shop.tables.exlude' is not known. Did you mean 'migrations.shop.tables.exclude'?",
                            "'migrations.shop.tables.mapping.public.customer.renam' is not known. Did you mean 'rename'?",
                            "'migrations.shop.target.url' holds a password")
                    .doesNotContain("plain-text");
        });
    }

    @Test
    void textsThatAreNoYamlAreToldByTheirLine() throws Exception {
        assertThatThrownBy(() -> reader("server:\n  port: [1\n").read())
                .isInstanceOf(MovexException.class)
                .hasMessageContaining("line 3: the text is not valid YAML");
        assertThatThrownBy(() -> reader(GOOD + "server:\n  port: 1\n").read())
                .isInstanceOf(MovexException.class)
                .hasMessageContaining("'server' stands on line 1, too");
        assertThatThrownBy(() -> reader("").read()).hasMessageContaining("the file is empty");
    }

    private void assertTokenIsRefused(String token, String why) {
        assertThatThrownBy(() -> {
                    Path file = Files.writeString(folder.resolve("movex.yaml"), GOOD);
                    Files.writeString(folder.resolve("target.secret"), "hidden\n");
                    new ServeConfigReader(file, Map.of("CI_TOKEN", token, "SHOP_PASSWORD", "x")).read();
                })
                .hasMessageContaining(why)
                .satisfies(e -> assertThat(e.toString()).doesNotContain("'short'"));
    }

    @Test
    void aTokenThatCanBeGuessedIsRefused() {
        assertTokenIsRefused("short", "is shorter than 32 characters");
    }

    /** A variable that is set to nothing would let in everybody who sends nothing. */
    @Test
    void aTokenThatIsEmptyIsRefused() {
        assertTokenIsRefused("", "'auth.tokens.ci.token' is empty");
    }

    @Test
    void eventsOverABrokerAreRead() throws Exception {
        Files.writeString(folder.resolve("kafka.properties"), "security.protocol=SSL\n");
        ServeConfig.Events events = reader(GOOD + """
                        events:
                          repairers: 3
                          kafka:
                            servers: [k1:9092, k2:9092]
                            topic: moves
                            partitions: 24
                            publish-wait: 5
                            client-file: kafka.properties
                        """).read().events().orElseThrow();
        assertThat(events.repairers()).isEqualTo(3);
        assertThat(events.kafka().servers()).isEqualTo("k1:9092,k2:9092");
        assertThat(events.kafka().topic()).isEqualTo("moves");
        assertThat(events.kafka().deadLetterTopic()).isEqualTo("moves.dead");
        assertThat(events.kafka().partitions()).isEqualTo(24);
        assertThat(events.kafka().publishWait()).isEqualTo(Duration.ofSeconds(5));
        assertThat(events.kafka().client()).containsEntry("security.protocol", "SSL");
        assertThat(reader(GOOD).read().events()).isEmpty();
        assertThat(reader(GOOD + "events: {kafka: {servers: \"k1:9092\"}}\n")
                        .read()
                        .events()
                        .orElseThrow()
                        .kafka()
                        .topic())
                .isEqualTo("dbMove");
    }

    @Test
    void everythingThatIsWrongWithEventsIsToldAtOnce() throws Exception {
        Files.writeString(folder.resolve("kafka.properties"), "acks=0\nsasl.jaas.config=hidden\n");
        assertThatThrownBy(() -> reader(GOOD + """
                        events:
                          repairers: -1
                          kafka:
                            servers: k1
                            topic: a topic
                            dead-letter-topic: dbMove
                            publish-wait: soon
                            client-file: kafka.properties
                            grup: x
                        """).read())
                .hasMessageContainingAll(
                        "'events.repairers' is not a whole number",
                        "'events.kafka.servers' must be host:port",
                        "'events.kafka.topic' is no name of a topic",
                        "'events.kafka.dead-letter-topic' is the topic of the events",
                        "'events.kafka.publish-wait' is not a whole number",
                        "'events.kafka.client-file' sets acks, which is Movex's own",
                        "'events.kafka.grup' is not known")
                .satisfies(e -> assertThat(e.toString()).doesNotContain("hidden"));
        assertThatThrownBy(() -> reader(GOOD + "events: {repairers: 1}\n").read())
                .hasMessageContaining("'events' needs kafka");
    }

    @Test
    void everyKeyIsInTheDocs() throws Exception {
        String docs = Files.readString(Path.of("../docs/server.md"));
        for (String key : ServeConfigReader.keys()) {
            assertThat(docs).contains("`" + key.replace("*", "NAME") + "`");
        }
    }
}
