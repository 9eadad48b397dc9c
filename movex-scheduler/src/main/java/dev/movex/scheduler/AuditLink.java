package dev.movex.scheduler;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.json.JsonMapper;

/**
 * An entry in its place in the chain of one database: its hash covers the hash before it and its own text, so that none can
 * be changed, taken out or put in without all later ones telling.
 *
 * @param number 1 for the first entry of the database
 * @param previous the hash of the entry before; empty for the first
 * @param hash the SHA-256 of {@code previous}, a line feed and {@code text}, in hexadecimal
 * @param text the entry as JSON, in the very characters that were hashed
 */
public record AuditLink(long number, String previous, String hash, String text) {
    private static final JsonMapper JSON = JsonMapper.shared();

    static AuditLink first(String text) {
        return new AuditLink(1, "", hash("", text), text);
    }

    AuditLink next(String following) {
        return new AuditLink(number + 1, hash, hash(hash, following), following);
    }

    /** Returns the hash that the text should have. */
    String rightHash() {
        return hash(previous, text);
    }

    /** Returns the entry. */
    public AuditEntry entry() {
        return AuditEntry.ofJson(text);
    }

    AuditAnchor anchor() {
        return new AuditAnchor(number, hash);
    }

    String toJson() {
        return JSON.writeValueAsString(this);
    }

    static AuditLink ofJson(String json) {
        return JSON.readValue(json, AuditLink.class);
    }

    private static String hash(String previous, String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((previous + "\n" + text).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
