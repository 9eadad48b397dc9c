package dev.movex.core.control;

import java.time.Duration;

/**
 * A transaction of the application that has not ended, as the one who waits for it sees it.
 *
 * @param member the process
 * @param thread the thread that began it
 * @param sql its last SQL text, without values of parameters; empty before the first
 * @param age since when it is open
 * @param epoch the epoch that it works under
 */
public record OpenTransaction(String member, String thread, String sql, Duration age, long epoch) {

    /** Returns who it is and what it does, for the one who waits for it. */
    public String toWords() {
        return "member " + member + ", thread " + thread + ", open for " + age.toMillis() + " ms, last SQL: " + sql;
    }
}
