package dev.movex.core.control;

import dev.movex.core.Pattern;
import java.time.Duration;
import java.util.List;

/**
 * One application process, as people see it.
 *
 * @param id its name
 * @param pattern what its new transactions begin under
 * @param epoch the epoch that its new transactions begin under
 * @param gone whether its lease is over: it serves nobody before it has read the control rows again
 * @param lastSeen how long ago it was heard of
 * @param open its open transactions as last heard of, the oldest first
 * @param health how it is doing
 */
public record MemberInfo(
        String id,
        Pattern pattern,
        long epoch,
        boolean gone,
        Duration lastSeen,
        List<OpenTransaction> open,
        MemberHealth health) {
    public MemberInfo {
        open = List.copyOf(open);
    }
}
