package dev.movex.core;

import org.jspecify.annotations.Nullable;

/**
 * Says what went wrong, where, and what to do about it. The code is stable and may be relied upon; the text is for
 * people. Never carries values of rows or secrets.
 */
public class MovexException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String problem;
    private final String remedy;

    /**
     * @param code stable, in capitals, for example {@code NO_PRIMARY_KEY}
     * @param problem what is wrong and where, a sentence
     * @param remedy what to do next, a sentence
     */
    public MovexException(String code, String problem, String remedy) {
        this(code, problem, remedy, null);
    }

    /** As the other constructor, with the error underneath. */
    public MovexException(String code, String problem, String remedy, @Nullable Throwable cause) {
        super(code + ": " + problem + " " + remedy, cause);
        this.code = code;
        this.problem = problem;
        this.remedy = remedy;
    }

    /** Returns the stable code. */
    public final String code() {
        return code;
    }

    /** Returns what is wrong and where. */
    public final String problem() {
        return problem;
    }

    /** Returns what to do next. */
    public final String remedy() {
        return remedy;
    }
}
