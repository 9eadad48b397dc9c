package dev.movex.scheduler;

import dev.movex.core.access.Databases;
import dev.movex.core.control.MemberGroup;
import dev.movex.core.plan.Plan;
import java.time.Clock;

/** What a migration is made of. */
record MigrationParts(
        Plan plan,
        Databases databases,
        MemberGroup members,
        Settings settings,
        Clock clock,
        JdbcControlStore store,
        Records records,
        EvidenceBook evidence,
        Tally tally,
        Workers workers,
        Progresses progresses,
        AuthorityHolder authority) {

    /** Returns what the migration holds its tables by. */
    TableClaims claims() {
        return new TableClaims(plan, databases);
    }
}
