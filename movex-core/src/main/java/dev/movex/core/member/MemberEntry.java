package dev.movex.core.member;

import dev.movex.core.Pattern;
import dev.movex.core.control.MemberProtocol;
import dev.movex.core.control.MemberReport;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;

/**
 * A member's registration, as it writes it.
 *
 * @param member its name, with a part that is drawn anew whenever its process starts
 * @param pattern what its new transactions begin under
 * @param sequence rises with every writing, so that the newer of two entries is known
 * @param number the number of the newest instruction that it has taken
 * @param epoch the epoch that its new transactions begin under
 * @param oldestOpen the oldest epoch of its open transactions; {@link MemberReport#NONE_OPEN} if none is open
 * @param leaseMillis how long the registration counts without being renewed
 */
public record MemberEntry(
        String member, Pattern pattern, long sequence, long number, long epoch, long oldestOpen, long leaseMillis) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Returns the entry with which a member registers or reports. */
    public static MemberEntry of(MemberReport report, Pattern pattern, long sequence, Duration lease) {
        return new MemberEntry(
                report.member(),
                pattern,
                sequence,
                report.number(),
                report.epoch(),
                report.oldestOpen(),
                lease.toMillis());
    }

    /** Returns the entry as JSON, the form in which stores keep it. */
    public String toJson() {
        return JSON.writeValueAsString(this);
    }

    /** Returns the entry that {@link #toJson} wrote. */
    public static MemberEntry ofJson(String json) {
        return JSON.readValue(json, MemberEntry.class);
    }

    /**
     * An entry as a store has it.
     *
     * @param entry what the member wrote
     * @param age since when it was not renewed, by the store's clock
     */
    public record Stored(MemberEntry entry, Duration age) {
        /** Returns whether the member's lease is over. */
        public boolean gone() {
            return MemberProtocol.gone(age, Duration.ofMillis(entry.leaseMillis()));
        }

        /** Returns what the coordinator counts. */
        public MemberReport report() {
            return new MemberReport(entry.member(), entry.number(), entry.epoch(), entry.oldestOpen(), gone());
        }
    }
}
