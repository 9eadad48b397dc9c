package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.movex.core.access.Pauser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhooksTest {
    private static final Clock AT = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);

    private record Posted(String body, String timestamp, String signature) {}

    private final List<Posted> taken = new CopyOnWriteArrayList<>();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final CountDownLatch slow = new CountDownLatch(1);
    private volatile boolean hangs;
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/hook", this::take);
        server.start();
    }

    @AfterEach
    void stop() {
        slow.countDown();
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (hangs) {
            try {
                slow.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        boolean refused = refusals.getAndDecrement() > 0;
        if (!refused) {
            taken.add(new Posted(
                    body,
                    exchange.getRequestHeaders().getFirst("X-Movex-Timestamp"),
                    exchange.getRequestHeaders().getFirst("X-Movex-Signature")));
        }
        exchange.sendResponseHeaders(refused ? 503 : 204, -1);
        exchange.close();
    }

    private Webhooks webhooks() {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
        Pauser noted = pauses::add;
        return new Webhooks("shop", url, "s3cret", AT, noted);
    }

    private static AuditEntry entry(String what) {
        return AuditEntry.of(what, AT.instant(), "alice", "why é", 7);
    }

    @Test
    void whatIsPostedIsSigned() throws Exception {
        try (Webhooks webhooks = webhooks()) {
            webhooks.accept(entry("abort"));
            await().atMost(Duration.ofSeconds(20)).until(() -> taken.size() == 1);
        }
        Posted posted = taken.get(0);
        assertThat(posted.body()).contains("\"migration\":\"shop\"", "\"what\":\"abort\"", "why é");
        assertThat(posted.timestamp()).isEqualTo("1700000000");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        assertThat(posted.signature())
                .isEqualTo("sha256="
                        + HexFormat.of()
                                .formatHex(
                                        mac.doFinal(("1700000000." + posted.body()).getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void whatIsNotTakenIsRepeatedAtGrowingDistances() {
        refusals.set(3);
        try (Webhooks webhooks = webhooks()) {
            webhooks.accept(entry("move"));
            await().atMost(Duration.ofSeconds(20)).until(() -> taken.size() == 1);
            assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
            assertThat(webhooks.dropped()).isZero();
        }
    }

    @Test
    void aReceiverThatHangsHoldsNobodyUp() {
        hangs = true;
        try (Webhooks webhooks = webhooks()) {
            List<AuditEntry> many = new ArrayList<>();
            for (int i = 0; i < 1_200; i++) {
                many.add(entry("move"));
            }
            long began = System.nanoTime();
            many.forEach(webhooks);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            assertThat(webhooks.dropped()).isBetween(150L, 200L);
        }
    }
}
