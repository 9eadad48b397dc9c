package dev.movex.scheduler;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.movex.core.control.MemberInfo;
import dev.movex.core.control.OpenTransaction;
import java.util.List;

/**
 * One application process.
 *
 * @param id its name
 * @param pattern what its new transactions begin under
 * @param epoch the epoch of it
 * @param openTransactions how many of its transactions are open
 * @param oldestMillis the age of the oldest; 0 if none is open
 * @param gone whether its lease is over
 * @param breaker whether it tries the secondary: {@code closed}, {@code half_open} or {@code open}
 * @param journalRows how many keys wait in the primary's journal, as it sees it; −1 if it has not told
 * @param journalAgeMillis how long the oldest of them waits
 */
public record MemberStatus(
        @JsonProperty("id") String id,
        @JsonProperty("pattern") String pattern,
        @JsonProperty("epoch") long epoch,
        @JsonProperty("open_transactions") int openTransactions,
        @JsonProperty("oldest_ms") long oldestMillis,
        @JsonProperty("gone") boolean gone,
        @JsonProperty("breaker") String breaker,
        @JsonProperty("journal_rows") long journalRows,
        @JsonProperty("journal_age_ms") long journalAgeMillis) {
    static MemberStatus of(MemberInfo member) {
        List<OpenTransaction> open = member.open();
        return new MemberStatus(
                member.id(),
                member.pattern().wire(),
                member.epoch(),
                open.size(),
                open.isEmpty() ? 0 : open.get(0).age().toMillis(),
                member.gone(),
                member.health().breaker(),
                member.health().journalRows(),
                member.health().journalAgeMillis());
    }
}
