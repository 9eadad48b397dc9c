package dev.movex.testkit.ledger;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** 128 bits that stand for the content of a row, so that a ledger of many rows stays small. */
public record Digest(long high, long low) {
    /** Stands for the absence of a row. */
    public static final Digest ABSENT = new Digest(0, 0);

    private static final ThreadLocal<MessageDigest> HASH = ThreadLocal.withInitial(Digest::hash);

    static Digest of(byte[] bytes, int length) {
        MessageDigest hash = HASH.get();
        hash.update(bytes, 0, length);
        ByteBuffer result = ByteBuffer.wrap(hash.digest());
        return new Digest(result.getLong(), result.getLong());
    }

    private static MessageDigest hash() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
