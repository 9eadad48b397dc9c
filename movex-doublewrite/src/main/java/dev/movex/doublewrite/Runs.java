package dev.movex.doublewrite;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Tells one run of a process from the next one under the same name, so that the old one's lease counts for itself. */
final class Runs {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Runs() {}

    static String name(String memberId) {
        byte[] drawn = new byte[3];
        RANDOM.nextBytes(drawn);
        return memberId + "#" + HexFormat.of().formatHex(drawn);
    }
}
