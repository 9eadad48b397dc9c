package dev.movex.springboot;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a page begins. Callers see it as a text that means nothing to them.
 *
 * @param after the place of the last item that was shown; empty at the beginning
 */
record Cursor(String after) {
    private static final String MARK = "v1:";
    static final Cursor START = new Cursor("");

    String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((MARK + after).getBytes(StandardCharsets.UTF_8));
    }

    static Cursor of(String text) {
        if (text.isEmpty()) {
            return START;
        }
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            if (plain.startsWith(MARK)) {
                return new Cursor(plain.substring(MARK.length()));
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw notACursor();
    }

    /** Returns the place as a number; 0 at the beginning. */
    long number() {
        try {
            return after.isEmpty() ? 0 : Long.parseLong(after);
        } catch (NumberFormatException e) {
            throw notACursor();
        }
    }

    private static RefusedCallException notACursor() {
        return new RefusedCallException(Reply.refused(
                400,
                "NOT_A_CURSOR",
                "Parameter 'cursor' is none that this list has answered.",
                "Take it from 'next' of the page before, or leave it out."));
    }
}
