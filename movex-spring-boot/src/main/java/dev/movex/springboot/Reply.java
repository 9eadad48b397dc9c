package dev.movex.springboot;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer before it is written.
 *
 * @param status the HTTP status
 * @param code the code of the envelope: {@link #SUCCESS}, {@link #REFUSAL} or {@link #FAILURE}
 * @param msg a sentence for people
 * @param data what was asked for, or what explains the refusal
 * @param headers HTTP headers beyond those that every answer has
 */
record Reply(int status, int code, String msg, @Nullable Object data, Map<String, String> headers) {
    /** Done, or begun. */
    static final int SUCCESS = 0;
    /** The caller asked for something that can't be done, or not now; nothing has changed. */
    static final int REFUSAL = 4;
    /** Something failed on this side. */
    static final int FAILURE = 5;

    Reply(int status, int code, String msg, @Nullable Object data) {
        this(status, code, msg, data, Map.of());
    }

    static Reply ok(String msg, @Nullable Object data) {
        return new Reply(200, SUCCESS, msg, data);
    }

    /** The work goes on in the background. */
    static Reply accepted(String msg, @Nullable Object data) {
        return new Reply(202, SUCCESS, msg, data);
    }

    static Reply refused(int status, String error, String msg) {
        return new Reply(status, REFUSAL, msg, Map.of("error", error));
    }

    /** Refuses, and says apart from the message what to do. */
    static Reply refused(int status, String error, String what, String remedy) {
        return new Reply(status, REFUSAL, what + " " + remedy, Map.of("error", error, "remedy", remedy));
    }

    /** Returns the reply with one more header. */
    Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, code, msg, data, more);
    }

    static Reply failed(int status, String error, String msg) {
        return new Reply(status, FAILURE, msg, Map.of("error", error));
    }

    Envelope envelope() {
        return new Envelope(code, msg, data);
    }
}
