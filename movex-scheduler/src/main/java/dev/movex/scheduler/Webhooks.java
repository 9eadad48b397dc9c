package dev.movex.scheduler;

import dev.movex.core.access.Pauser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells a web server what happens to a migration: each entry of the audit trail that this process writes is posted as JSON,
 * signed, and repeated until it is taken or the attempts are used up. Whoever reports never waits: there is a bounded queue,
 * and what finds no room in it is dropped and counted. Give it to {@link Migration#listen}. Thread-safe.
 *
 * <p>Header {@code X-Movex-Signature} is {@code sha256=} and the HMAC-SHA256, in hexadecimal, of the value of header {@code
 * X-Movex-Timestamp} (seconds since 1970), a dot and the body, under the shared secret. A receiver compares it, and refuses
 * old timestamps.
 */
public final class Webhooks implements Consumer<AuditEntry>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
    private static final int QUEUED = 1_000;
    private static final int ATTEMPTS = 8;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final String migration;
    private final URI url;
    private final SecretKeySpec secret;
    private final Clock clock;
    private final Pauser pauser;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final BlockingQueue<AuditEntry> queue = new LinkedBlockingQueue<>(QUEUED);
    private final AtomicLong dropped = new AtomicLong();
    private final Thread sender = new Thread(this::send, "movex-webhooks");
    private volatile boolean closed;

    /**
     * Starts to post.
     *
     * @param migration the name that every post carries
     * @param url where to post
     * @param secret what posts are signed with; not empty
     */
    public Webhooks(String migration, URI url, String secret) {
        this(migration, url, secret, Clock.systemUTC(), Pauser.real());
    }

    Webhooks(String migration, URI url, String secret, Clock clock, Pauser pauser) {
        this.migration = migration;
        this.url = url;
        this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        this.clock = clock;
        this.pauser = pauser;
        sender.setDaemon(true);
        sender.start();
    }

    /** Queues an entry. Never blocks. */
    @Override
    public void accept(AuditEntry entry) {
        if (!queue.offer(entry)) {
            dropped.incrementAndGet();
        }
    }

    /** Returns how many entries were given up: for want of room, or since nobody took them. */
    public long dropped() {
        return dropped.get();
    }

    private void send() {
        try {
            while (!closed) {
                AuditEntry entry = queue.poll(1, TimeUnit.SECONDS);
                if (entry != null && !delivered(entry)) {
                    dropped.incrementAndGet();
                    LOG.warn("a webhook was given up after {} attempts: {}", ATTEMPTS, entry.what());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean delivered(AuditEntry entry) throws InterruptedException {
        String body = body(entry);
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; attempt <= ATTEMPTS && !closed; attempt++) {
            if (posted(body)) {
                return true;
            }
            if (attempt < ATTEMPTS) {
                pauser.pause(pause);
                pause = pause.multipliedBy(2);
            }
        }
        return false;
    }

    private String body(AuditEntry entry) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("migration", migration);
        body.put("event", entry);
        return JsonMapper.shared().writeValueAsString(body);
    }

    private boolean posted(String body) throws InterruptedException {
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .header("X-Movex-Timestamp", timestamp)
                .header("X-Movex-Signature", "sha256=" + signature(timestamp + "." + body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status >= 200 && status < 300;
        } catch (IOException e) {
            LOG.debug("a webhook was not taken", e);
            return false;
        }
    }

    private String signature(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends; what is queued is given up. */
    @Override
    public void close() {
        closed = true;
        sender.interrupt();
    }
}
