package dev.movex.core.member;

import dev.movex.core.control.AuditReport;
import dev.movex.core.control.OpenTransaction;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a member tells about itself, besides what the protocol needs. Has no values of rows and no secrets.
 *
 * @param host the machine it runs on
 * @param pid its process
 * @param open its open transactions, the oldest first, a few at most
 * @param denied the SQL texts that can't run while two databases are written, each with its reason
 * @param audited how many different SQL texts it has seen
 * @param journaling whether it journals the keys that the secondary may lack
 * @param breakerOpen whether it has stopped waiting for the secondary
 * @param needsApplier whether it leaves keys in the journal for an applier
 * @param stale how many transactions it has begun without a lease
 * @param lastHoldMillis the longest that a call was held in its last hold
 * @param reach per side, {@code src} and {@code dst}, {@code ok} or what is wrong with its own connections
 * @param sessions per side, the servers' ids of its sessions
 * @param metrics its counters
 * @param audit what its application sends
 */
public record MemberDescription(
        String host,
        long pid,
        List<OpenTransaction> open,
        List<String> denied,
        int audited,
        boolean journaling,
        boolean breakerOpen,
        boolean needsApplier,
        long stale,
        double lastHoldMillis,
        Map<String, String> reach,
        Map<String, List<String>> sessions,
        Map<String, Object> metrics,
        AuditReport audit) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Returns the description as JSON, the form in which stores keep it. */
    public String toJson() {
        return JSON.writeValueAsString(this);
    }

    /** Returns the description that {@link #toJson} wrote. */
    public static MemberDescription ofJson(String json) {
        return JSON.readValue(json, MemberDescription.class);
    }
}
