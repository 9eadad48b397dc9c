package dev.movex.springboot;

import dev.movex.scheduler.LogEntry;
import dev.movex.scheduler.MigrationRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Does what was asked with a key once: the same caller with the same key gets the same answer for a day, even from
 * another process, and another request with the key is refused. Only successes are kept: what was refused has changed
 * nothing and may be asked again. Thread-safe.
 */
final class Idempotency {
    static final Duration KEPT = Duration.ofDays(1);
    private static final String KIND = "idempotency";
    private static final int PAGE = 500;

    private final Clock clock;
    private final Map<String, Entry> entries = new HashMap<>();

    Idempotency(Clock clock) {
        this.clock = clock;
    }

    /** What was asked, and what was answered; no answer while it is being worked out. */
    private record Entry(
            String fingerprint, Instant at, @Nullable Reply reply) {}

    /** The form in which an answer outlives the process. */
    private record Kept(String key, String fingerprint, String at, int status, String body) {}

    /**
     * Answers a call by its handler, unless its key has been answered.
     *
     * @param records where answers are kept so that they outlive the process
     */
    Reply once(Call call, MigrationRecords records, Route.Handler handler) throws Exception {
        String given = call.header("Idempotency-Key").orElse("");
        if (given.isEmpty()) {
            return handler.handle(call);
        }
        if (given.length() > 200) {
            throw new RefusedCallException(Reply.refused(
                    400,
                    "BAD_KEY",
                    "The header Idempotency-Key is longer than 200 characters.",
                    "Send a shorter one."));
        }
        String key = call.who() + "\n" + given;
        Reply before = begin(key, fingerprint(call), records);
        if (before != null) {
            return before.with("Idempotency-Replayed", "true");
        }
        boolean kept = false;
        try {
            Reply reply = handler.handle(call);
            if (reply.status() < 300) {
                end(key, reply, records);
                kept = true;
            }
            return reply;
        } finally {
            if (!kept) {
                forget(key);
            }
        }
    }

    private synchronized @Nullable Reply begin(String key, String fingerprint, MigrationRecords records) {
        Instant now = clock.instant();
        entries.values().removeIf(e -> e.reply() != null && e.at().plus(KEPT).isBefore(now));
        Entry found = entries.containsKey(key) ? entries.get(key) : read(key, now, records);
        if (found == null) {
            entries.put(key, new Entry(fingerprint, now, null));
            return null;
        }
        if (!found.fingerprint().equals(fingerprint)) {
            throw new RefusedCallException(Reply.refused(
                    422,
                    "KEY_REUSED",
                    "Another request was made with this Idempotency-Key.",
                    "Send a new key with a new request."));
        }
        if (found.reply() == null) {
            throw new RefusedCallException(Reply.refused(
                    409,
                    "KEY_IN_USE",
                    "A request with this Idempotency-Key is being answered.",
                    "Wait, then send it again with the same key."));
        }
        return found.reply();
    }

    private @Nullable Entry read(String key, Instant now, MigrationRecords records) {
        Entry found = null;
        long after = 0;
        List<LogEntry> page;
        do {
            page = records.log(KIND, after, PAGE);
            for (LogEntry line : page) {
                after = line.id();
                Kept kept = Json.mapper().readValue(line.body(), Kept.class);
                if (kept.key().equals(hash(key))
                        && Instant.parse(kept.at()).plus(KEPT).isAfter(now)) {
                    JsonNode body = Json.mapper().readTree(kept.body());
                    found = new Entry(
                            kept.fingerprint(),
                            Instant.parse(kept.at()),
                            new Reply(kept.status(), Reply.SUCCESS, "Done before.", body));
                }
            }
        } while (page.size() == PAGE);
        if (found != null) {
            entries.put(key, found);
        }
        return found;
    }

    private void end(String key, Reply reply, MigrationRecords records) {
        Entry entry;
        synchronized (this) {
            Entry begun = entries.get(key);
            entry = new Entry(begun == null ? "" : begun.fingerprint(), clock.instant(), reply);
            entries.put(key, entry);
        }
        Object data = reply.data() == null ? Map.of() : reply.data();
        Kept kept = new Kept(hash(key), entry.fingerprint(), entry.at().toString(), reply.status(), Json.text(data));
        records.note(KIND, Json.text(kept));
    }

    private synchronized void forget(String key) {
        entries.remove(key);
    }

    private static String fingerprint(Call call) throws IOException {
        return hash(call.method() + "\n" + call.path() + "\n"
                + call.header("If-Match").orElse("") + "\n" + new String(call.bytes(), StandardCharsets.UTF_8));
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
